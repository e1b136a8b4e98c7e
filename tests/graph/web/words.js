/** The page's own words. */

/** @typedef {Record<string, string>} Words */

/** @type {{vi: Words, en: Words}} */
export const WORDS = {
  vi: {
    title: 'Messenger giả lập', view_thread: 'Chat', view_tools: 'Công cụ', other_language: 'EN',
    heard: 'Bot đang nghe', deaf: 'Bot chưa trả lời ở {url}', lost: 'Mất kết nối với Graph giả lập, đang thử lại…', unknown: 'Chưa gửi gì cho bot',
    new_person: 'Người mới', ask_name: 'Tên người mới', composer: 'Aa', send: 'Gửi', like: 'Gửi 👍', image: 'Gửi ảnh hay tệp', not_sent: 'Không gửi được {name} (tối đa 30 MB)', menu: 'Menu',
    start: 'Bắt đầu', welcome: 'Chưa có tin nhắn. Chào trang này đi nào.', no_profile: 'Trang chưa cài nút Bắt đầu, câu hỏi gợi ý hay menu.',
    typing: 'đang nhập…', page_seen: 'Trang đã xem', bot: 'bot', inbox: 'hộp thư Trang', edited: 'đã sửa', unsent: 'Tin nhắn đã thu hồi',
    react: 'Thả tim', unreact: 'Bỏ tim', edit: 'Sửa', unsend: 'Thu hồi', cancel: 'Huỷ', save: 'Lưu', mid: 'Mã tin',
    owner_inbox: 'Hộp thư Trang đang giữ cuộc chat', owner_other: 'Ứng dụng khác đang giữ cuộc chat', blocked_by: '{name} đã chặn Trang',
    window_open: 'Cửa sổ mở đến {when}', window_closed: 'Cửa sổ 24 giờ đã đóng', window_none: 'Chưa ai mở cửa sổ',
    sticker: 'Nhãn dán', file: 'Tệp', total: 'Tổng', order: 'Đơn {number}', reveal: 'Xem mã', rate: 'Chọn điểm', rated: 'Đã gửi điểm', share_phone: 'Gửi số {value}', share_email: 'Gửi {value}',
    acts: 'Thử', ledger: 'Sổ', webhooks: 'Webhook', calls: 'API', setup: 'Cài đặt',
    time: 'Thời gian', time_hint: 'Chỉ đồng hồ của Graph chạy; đồng hồ của bot thì không.', hour: '+1 giờ', day: '+25 giờ', week: '+8 ngày', now: 'Bây giờ ở Graph: {when}',
    page: 'Trang', policy_block: 'Meta chặn Trang', policy_unblock: 'Meta bỏ chặn', revoke: 'Thu hồi token', restore: 'Trả lại token', fresh: 'Cấp token mới',
    person: 'Người này', block: 'Chặn Trang', unblock: 'Bỏ chặn', nameless: 'Giấu hồ sơ', named: 'Cho xem hồ sơ', read: 'Đọc hết', ref: 'Mã ref', open_link: 'Mở m.me', ad: 'Mã quảng cáo', open_ad: 'Bấm quảng cáo', ad_says: 'Lời nhắn kèm',
    inbox_title: 'Nhân viên trong hộp thư Meta', inbox_text: 'Lời trả lời', inbox_reply: 'Trả lời', take: 'Giữ cuộc chat', give: 'Trả cho bot',
    trouble: 'Sự cố cho tin kế tiếp', choose: 'Loại sự cố', apply: 'Gây sự cố', heal: 'Thôi sự cố', waiting: 'Đang chờ: {names}', none: 'Không có sự cố nào đang chờ.',
    stall: 'treo 10 giây', reset: 'ngắt kết nối', html: '502 HTML', truncate: 'JSON cụt (tin vẫn đến)',
    delivery: 'Cách gửi webhook', echo: 'Echo', echo_before: 'trước câu trả lời', echo_after: 'sau câu trả lời', echo_never: 'không gửi', copies: 'Gửi mỗi webhook hai lần', verify: 'Kiểm tra callback', verified: 'Callback đúng (200).', unverified: 'Callback sai: {status} {text}',
    when: 'Lúc', who: 'Ai', what: 'Nội dung', how: 'Cách gửi', no_ledger: '{name} chưa thấy gì.', no_webhooks: 'Chưa gửi webhook nào.', no_calls: 'Bot chưa gọi API.',
    setup_hint: 'Khởi động bot với các dòng này, trong môi trường hoặc trong .env:', copy: 'Chép', copied: 'Đã chép', try: 'lần {n}', unreachable: 'không tới được', person_word: 'người dùng', answer: 'Trả lời', close: 'Đóng',
  },
  en: {
    title: 'Messenger stand-in', view_thread: 'Chat', view_tools: 'Tools', other_language: 'VI',
    heard: 'The bot is listening', deaf: 'The bot does not answer at {url}', lost: 'Lost the stand-in, trying again…', unknown: 'Nothing sent to the bot yet',
    new_person: 'New person', ask_name: 'Name of the new person', composer: 'Aa', send: 'Send', like: 'Send 👍', image: 'Send a picture or file', not_sent: 'Could not send {name} (at most 30 MB)', menu: 'Menu',
    start: 'Get started', welcome: 'No messages yet. Say hello to the Page.', no_profile: 'The Page has no Get Started button, ice breakers or menu yet.',
    typing: 'typing…', page_seen: 'Seen by the Page', bot: 'bot', inbox: 'Page inbox', edited: 'edited', unsent: 'Message unsent',
    react: 'Love it', unreact: 'Take the heart back', edit: 'Edit', unsend: 'Unsend', cancel: 'Cancel', save: 'Save', mid: 'Message id',
    owner_inbox: 'The Page inbox has this thread', owner_other: 'Another app has this thread', blocked_by: '{name} blocked the Page',
    window_open: 'Window open until {when}', window_closed: 'The 24-hour window is closed', window_none: 'Nobody opened the window yet',
    sticker: 'Sticker', file: 'File', total: 'Total', order: 'Order {number}', reveal: 'Reveal code', rate: 'Choose a score', rated: 'Score sent', share_phone: 'Send {value}', share_email: 'Send {value}',
    acts: 'Try', ledger: 'Ledger', webhooks: 'Webhooks', calls: 'API', setup: 'Set-up',
    time: 'Time', time_hint: 'Only the clock of Graph moves; the bot’s own does not.', hour: '+1 h', day: '+25 h', week: '+8 days', now: 'Now, for Graph: {when}',
    page: 'The Page', policy_block: 'Meta blocks the Page', policy_unblock: 'Meta unblocks it', revoke: 'Revoke the token', restore: 'Give it back', fresh: 'Issue a new token',
    person: 'This person', block: 'Block the Page', unblock: 'Unblock', nameless: 'Hide the profile', named: 'Show the profile', read: 'Read everything', ref: 'Ref code', open_link: 'Follow m.me', ad: 'Ad id', open_ad: 'Click the ad', ad_says: 'They write',
    inbox_title: 'An agent in Meta’s inbox', inbox_text: 'Reply', inbox_reply: 'Reply', take: 'Take the thread', give: 'Give it to the bot',
    trouble: 'Trouble for the next message', choose: 'Kind of trouble', apply: 'Cause it', heal: 'No more trouble', waiting: 'Waiting: {names}', none: 'No trouble is waiting.',
    stall: 'stall for 10 s', reset: 'cut the connection', html: '502 in HTML', truncate: 'half of the JSON (message arrives)',
    delivery: 'How webhooks come', echo: 'Echo', echo_before: 'before the answer', echo_after: 'after the answer', echo_never: 'never', copies: 'Send every webhook twice', verify: 'Check the callback', verified: 'The callback is right (200).', unverified: 'The callback is wrong: {status} {text}',
    when: 'When', who: 'Who', what: 'What', how: 'Sent as', no_ledger: '{name} has seen nothing yet.', no_webhooks: 'No webhook was sent yet.', no_calls: 'The bot has not called yet.',
    setup_hint: 'Start the bot with these lines, in the environment or in .env:', copy: 'Copy', copied: 'Copied', try: 'attempt {n}', unreachable: 'unreachable', person_word: 'person', answer: 'Answer', close: 'Close',
  },
};
