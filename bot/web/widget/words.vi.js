/** Every sentence of the widget in Vietnamese. */

/** @typedef {(key: keyof typeof words, values?: Record<string, string | number>) => string} Say */

export const words = {
  dialog: 'Trò chuyện với {shop}', shop: 'Cửa hàng', bot: 'Trợ lý tự động', agent: 'Nhân viên', you: 'Anh/chị',
  close: 'Thu nhỏ trò chuyện', menu: 'Tuỳ chọn', person: 'Gặp nhân viên', personAsked: 'Đã mời nhân viên', personHere: 'Đang gặp nhân viên',
  sound: 'Âm báo tin mới', privacy: 'Quyền riêng tư', language: 'Ngôn ngữ',
  privacyNote: 'Shop lưu cuộc trò chuyện này để trả lời và hỗ trợ đơn hàng. Số điện thoại, email chỉ dùng vào việc anh/chị đã đồng ý. '
    + 'Trên máy này chỉ lưu một mã để nhận lại cuộc trò chuyện. Anh/chị có thể xin xem hoặc xoá dữ liệu bất cứ lúc nào.',
  erase: 'Xin xoá dữ liệu', eraseText: 'Tôi muốn xoá dữ liệu của mình', back: 'Quay lại',
  statusBot: 'Trả lời ngay, cả ngoài giờ', statusWaiting: 'Đang mời nhân viên vào…', statusAgent: 'Đang trò chuyện cùng anh/chị',
  statusResolved: 'Cần gì thêm anh/chị cứ nhắn', statusConnecting: 'Đang kết nối…', statusOffline: 'Đang kết nối lại…', typing: 'đang soạn tin…',
  offline: 'Mất kết nối. Tin anh/chị viết được giữ lại và tự gửi khi có mạng.',
  never: 'Chưa kết nối được với shop, em đang thử lại.', call: 'Cần gấp, anh/chị gọi {n} nhé.',
  closed: 'Nhân viên đang ngoài giờ ({hours}). Anh/chị cứ để lại lời nhắn, shop trả lời khi mở cửa ạ.',
  welcome: 'Dạ em chào anh/chị ạ.',
  welcomeBot: 'Em là trợ lý tự động của {shop}: hỏi em về hàng, giá, giao hàng hay đơn đã đặt đều được. Muốn nói chuyện với nhân viên, anh/chị bấm “Gặp nhân viên” lúc nào cũng được nhé.',
  startProduct1: 'Sản phẩm này còn hàng không?', startProduct2: 'Có ưu đãi gì không?', startProduct3: 'Không vừa ý thì đổi được không?',
  startCart1: 'Phí giao hàng bao nhiêu?', startCart2: 'Có mã giảm giá không?', startCart3: 'Thanh toán thế nào?',
  start1: 'Tư vấn giúp tôi chọn hàng', start2: 'Phí giao hàng bao nhiêu?', start3: 'Đơn hàng của tôi đến đâu rồi?',
  history: 'Tin nhắn', replies: 'Chọn nhanh câu trả lời', newer: 'Tin mới',
  pending: 'Đang gửi', held: 'Chờ có mạng', sent: 'Đã gửi', delivered: 'Đã nhận', read: 'Đã xem', failed: 'Gửi lỗi: chạm để gửi lại',
  input: 'Nhắn cho shop', inputTel: 'Số điện thoại, ví dụ 0912 345 678', inputEmail: 'Email, ví dụ ten@gmail.com', inputName: 'Tên của anh/chị',
  keyboard: 'Gõ chữ', send: 'Gửi', left: 'Còn {n} ký tự', over: 'Dài quá 4.000 ký tự, anh/chị bớt lại giúp em nhé',
  products: '{n} sản phẩm', previous: 'Sản phẩm trước', next: 'Sản phẩm tiếp theo', was: 'Giá cũ', now: 'Giá',
  comparison: 'Bảng so sánh', differs: 'khác nhau', differsKey: 'Điểm khác nhau', soldOut: 'Hết hàng',
  until: 'Đến hết ngày {date}', copy: 'Chép mã', copied: 'Đã chép', conditions: 'Điều kiện áp dụng', code: 'Mã',
  order: 'Đơn {code}', total: 'Tổng cộng', carrier: 'Đơn vị giao', tracking: 'Mã vận đơn', expected: 'Dự kiến giao', done: 'đã xong', current: 'đang ở bước này', todo: 'chưa tới',
  consent: 'Xin phép anh/chị',
};
