"""Family and given names common in Viet Nam, and a few foreign ones, to know a name typed without capitals."""

from __future__ import annotations

from bot.language.tokens import Words

#: Family names.
SURNAMES = Words(
    "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đào Đoàn Vương Trịnh Trương Đinh Lâm"
    " Tô Lương Hà Châu Tạ"
    " Phùng Thái Quách Lưu Cao Tống Hứa La Mai Kiều Tôn Từ Thạch Sơn Nông Vi Triệu Chu Cù"
    " Doãn Khổng Lục Mạc Nghiêm Ông Quan Thân Tăng".lower()
)
#: Family names that, even typed small and bare, begin nothing but a name.
TELLING_SURNAMES = frozenset(
    "nguyễn nguyen trần tran phạm pham huỳnh huynh hoàng hoang bùi bui trương trịnh trinh đoàn doan vương võ vũ"
    " đặng đỗ lê le ngô phùng"
    " quách dương lý hồ".split()
)
#: Words between the family and the given name.
MIDDLE = Words("thị văn đình hữu đức thi van")
#: Given names (each syllable apart).
GIVEN = Words(
    """
    ái an anh ánh ân ẩn âu ba bách bảo bắc bằng bích biên bình bính ca cẩm cảnh cát cầm chánh châu chi chí chiến
    chính chung chương công
    cúc cương cường danh dân diễm diệp diệu doanh du dung duy duyên dũng dương đại đan đăng đào đạt đăng đình định
    đoan đông đồng đức gấm giang
    giáp hà hạ hai hải hân hằng hạnh hảo hạo hậu hiên hiền hiển hiệp hiếu hiệu hoa hòa hoài hoan hoàn hoàng hồng huân
    huệ hùng huy huyền hưng
    hương hường hữu kha khải khang khanh khánh khiêm khoa khôi khuê khương kiên kiệt kiều kim kỳ lam lâm lan lân lập
    lê len lệ liên liêm liễu
    linh loan long lộc lợi luân luận lương ly lý mai mạnh mẫn mẹo mi minh my mỹ mơ na nam nga ngà ngân nghi nghĩa
    nghiêm ngoan ngọc nguyên
    nguyệt nhã nhàn nhân nhất nhật nhi nhiên nhung như nhựt ninh nụ nương oanh phát phi phong phú phúc phụng phương
    phước phượng quân quang
    quế quí quý quốc quyên quyết quỳnh sa san sang sen sinh sơn sương sửu tài tâm tân tấn thạch thái thanh thành thảo
    thắm thắng thăng thế thi
    thiên thiện thịnh thoa thọ thơ thơm thông thu thuận thục thùy thúy thủy thuyên thư thương thường thy tiên tiến
    tín tình tính toàn toản tố
    trà trang trâm trầm trân tri trí triết triều trinh trọng trúc trung trường trực tú tuân tuấn tuệ tùng tuyên tuyền
    tuyết tường tỵ uyên út
    uyển vân văn vi viên việt vinh vĩnh vĩ vũ vượng vy vỹ xuân xuyến yên yến bin bon bo bống tèo tí tý hoà thuý thuỳ
    thuỷ bảy sáu tư năm chín
    """
)
#: Given names whose bare form is above all an everyday word: alone and small, or after no cue, they prove nothing.
EVERYDAY = frozenset(
    "an ba bao bo cam can canh chanh chinh chung cong dan dang dao dinh dong du giang ha hai hang hao hien hoa"
    " hoai hoan hong hung kha"
    " khi kim lam lap le len lien long loi ly mai may mi minh mo my na nam nay ngan nhan nhat nhi nhu no nu on"
    " phat phi phong phu"
    " qua quy quyet sa sang sen son ta tai tam tan thai thanh thang thi thom thong thu thuan thu thuong tien tin"
    " tinh to toan tra tram tri"
    " truc trung truong tu tuan va van ve vi vien vo vu xuan yen bon bin ti tinh thang thoi an tho dai hoi cuc"
    " cuong dat ban sinh ky quan"
    " huy dung khoi ty han chuong cat ca tri trí nhi tham tho dinh tu nam ba bay sau chin năm tư bảy sáu chín ba"
    " hai tình tài nhất công đông đông tính trực thường thành minh phong hồng hà trà thu kim"
    " trung toàn thắng định đại thế quyết phát chung bình bằng hai nhân thiện hoàn"
    " sang sinh sen tố thanh thái như ca du chính".split()
)
FOREIGN_GIVEN = frozenset(
    "john david michael james robert william richard thomas mark paul daniel kevin brian peter andrew chris"
    " christopher eric steve steven jason"
    " ryan jack jacob adam alex alan ben bob tom tim tony sam max leo ken henry harry george oliver oscar lucas"
    " luke noah ethan mary"
    " anna anne emma emily sarah sara jessica jennifer jenny lisa laura linda susan karen nancy amy kate katie"
    " kelly julia julie sophie sophia"
    " olivia lucy grace alice amanda ashley nicole rachel rebecca rose victoria vivian tina tracy helen diana"
    " elena maria kim lee park hana"
    " yuki hiro ivan igor olga natasha pierre marie luca marco jean hans".split()
)
