"""Word lists that tell Vietnamese from English and protect words from being "corrected"."""

from __future__ import annotations

from bot.language.fold import fold

#: Toned syllables common in shop talk; a Telex or VNI guess that only adds a tone must land here.
COMMON: frozenset[str] = frozenset(
    """
        à á ạ ả ã ấy áo ảnh ăn anh ai an ở ơi ơn ờ ừ ôi ông ổn ốp ổ ít ý ưng ướt uống út ủng ức bà bạn bác bán bàn bản
        bảng bao bảo báo bay bây bé bên béo bền bị biết bình bỏ bọc bó bộ bốn bớt bụng bữa bức bưởi buổi bằng bất bật
        bắt bẩn bông bóng bột bơ bước bún bánh bạc bếp bể bọn bống bụi cả các cách cái cám cảm cần cân cấp cặp cắt cầu
        cậu cây chả chạy chai chăn chắc chậm chân chất chế chén chết chỉ chị chia chiếc chiều chín chính chỉnh cho chó
        chọn chồng chống chơi chốt chú chủ chua chưa chứ chung chúng chuyển chuyện chụp chục chương chữ chất chợ chỗ
        có cỏ cô cổ cỡ cố cốc công cộng cơ cũ của củ cũng cục cuộn cuốn cuối cùng cứ cứng cước cười cưới còn con cóc
        cọc cột cổng cơm cực căn cao da dạ dài dán dành dạo dáng dây dày dày dễ dép dị dịch dính dịp do dọc dọn dòng
        dùng dụng dừng dưới dương dư dược dưỡng dữ đá đã đại đánh đang đáng đảm đặc đặt đắt đất đâu đầu đậu đầm đây
        đẩy đấy đầy đẹp đen đèn đến để đề đều đi đĩ địa điểm điện điều điền định đó đỏ đọc đói đón đóng đôi đổi đợi
        đội đời đồ đỗ độ đô đông đồng động đơn đủ đúng đưa đừng được đường đứng đồi đệm đền đêm đếm đích đính đối em
        eo êm ép ế gà gái gần gấp gặp gầy gật ghế ghi ghé gì già giá giả giày giặt giao giảm giấy giật giận giờ giới
        giỏ giống giúp giữ giùm giữa giặt giải giảng giọng gói gọi gỗ gối gồm gửi gương góp góc hả hạ hà hại hai hàng
        hãng hạn hạt hay hãy hãm hầu hấp hẹn hết hễ hệ hiểu hiện hiệu hiệu hình hiệp hỏi hỏng họ học hoa hòa hóa hoài
        hoàn hoạt hoặc họa hơi hơn hộ hộp hội hồi hồng hợp hôm hổm hư hủy huyện hút hũ hướng hứa hứng hữu hương hông
        hiệu hùng hải im kéo kem kẹo kèm kém kể kết kế kệ khá khác khách khám kháng khăn khẩu khen khi khí khó khóa
        khoa khỏe khoảng khoản khỏi không khô khổ khớp khu khui khuya khuyến khúc khứ kia kìa kiểm kiếm kiểu kim kín
        kính ký kỳ kỹ kỉ là lạ lại lạc làm lắm lần lấy lâu lầu lẽ lên lẻ lịch lít liền liên liệu lỗ lỗi loa loại loạn
        lọ lọc lon lòng lót lộn lớn lớp lo lời lợi lúc lùi lừa lửa lượng lượt lựa lưng luôn lùn lý lẫn lạnh lát lắp ma
        má mà mã mai mãi màn mạng máy mau màu mẫu mặc mặt mắt mắc mất mấy mẹ mền méo mềm mét miền miễn miệng miếng
        mình mịn mỏng mọi mọng mọt món mong mỗi môi mối một mốt mở mới mời mũ mua mùa mùi mụn mục mười mươi muốn muộn
        mức mưa mượn mật mẻ nào này nãy nặng năm nắng nắp nấu nâu nên nền nếu nè nể nệm ngay ngày ngắn ngàn ngại ngân
        ngoài ngon nghe nghĩ nghỉ nghìn ngủ ngồi ngừa người ngực nhà nhắn nhàn nhanh nhãn nhập nhất nhận nhầm nhân nhẹ
        nhé nhỉ nhỏ nhìn nhiều nhiêu nhiên nhớ nhờ nhựa nhưng những nhu như nói nóng nồi nội nổi nơi nới nửa nữ nữa
        nước nút nằm nạp nẻ nở oan phải phần phẩm phận phát pháp phép phí phiền phiếu phim phòng phong phố phổ phối
        phù phụ phục phường phức phút pin phủ phía qua quá quà quả quạt quán quan quần quận quên quen quý quyển quyền
        quyết quy quốc quẹt ra rả rác rách rẻ rất răng rảnh rạn rõ rồi rộng rối rời rơi rụng rửa rưỡi rượu ráp rít sao
        sai sách sạch sạc sản sẵn sáng sang sạn sáu sâu sau sắp sắc sắm sẽ sen sỉ siêu sinh so số sổ sơ sợ sớm son sót
        sống sót sửa sữa sức sứ sử sự sườn sưng sài sẹo sóng sôi sờn sài ta tá tách tai tài tại tạm tám tặng tăng tân
        tấm tầm tận tập tất tây tay tái tắm tắt tem tên tệ tết tết thà tháng tháo thành thanh thân thảo thái thay thấy
        thất thật thẩm thấp thâm thắc thẳng thẻ thế thể thêm theo thích thì thiết thiệt thiếu thị thịt thôi thông thời
        thỏi thoải thoáng thoát thơm thợ thứ thử thu thú thuê thuế thùng thuốc thuận thuộc thường thương thưởng thước
        thứ thực tiền tiện tiếc tiếp tiết tiêu tiếng tím tìm tin tính tình tình tĩnh tỉnh to tỏ tóc toàn toán tỏi tối
        tôi tốt tốn tồn tổng tới tờ trả trà trai trái trang trắng trạm trạng trẻ tre trên trễ treo trị triệu trí trong
        trọng trò tròn trọn trừ trứng trước trực trường trợ trở trời trơn trung trúng trượt truyền tự từ tư tủ tuổi
        tuần tuyển tuyệt tuýp túi tui tươi tướng tương tức tạo tài tẩy tệ ủng ủa ủi và vài vải vàng vào váy vạch vận
        vẫn vân vậy vắng vé vẻ về vẽ vệ vết viên việc viết viết vì ví vị vỉ vòng vòi vỏ vốn với vợ vỡ vừa vui vùng vụ
        vú vớ vậy vâng xa xả xài xanh xám xấu xé xem xe xếp xin xịn xỉn xị xóa xong xông xoay xơ xử xuất xuống xương
        xước xịt xưởng yên yếu yêu
        hành cửa nó vấn thoại bấm vô cháu nhật mèo chào thiệu đăng áp hồ rứa phân trăm cà kiện lỡ chịu chút chờ
        dầu ghê văn lưu dẫn phê vợt nguyên kê đợt nhánh đà kịp mỹ quảng quê chuẩn tác bỉm chiên cá quét thức
        tiệm tín xác dõi đo việt tử chật mô trình bài suất riêng thủ tục bảy câu xã nguyễn nghĩa bò tâm đau
        thiệp bè chúc đảo lãi phú lương ngoại lê tích lô duyệt cún đỡ hè cáo đem ngoái mát lông nghệ tàu đức
        trần sếp hạng bầu bịch ô mắm ứng diện đeo chê khảo trưa đổ bưu tốc đứa mê dự bố ưu nẵng lõi nguồn dặm
        xách từng xét bìa dùm rành huế bến mùng hỗ gợi đãi sấy nối bôi lụa chuột kích tế nhạy gãy hiểm đòi kêu
        khoác gội trống phương sơn nâng ngõ gòn biệt năng hú chừng mỏi cát nhiệt tô cắm tầng dở bóc chối giường
        đạp ồn hẳn cứu liệt biên lộ đám vội thuật chẳng dạy lạt bắc nộp tiệc lễ cận suốt thống nghiệp đa hổng
        biếu mày chăm cập nhắc quản cài huyết cháy ngăn gạo lực trùng phấn nứt kiến xóm đình tông quân gọn ngọt
        mừng hoàng dám đế chán sóc vũng biển hàn phạt bệnh viện sánh cụ hẻm đài thư ngừng ruột trâu chấm nuôi ảo
        cầm lẹ cư thăm bổ hằng tí nhóm kênh bận lướt trương bù chở móp thơ tả nhẫn trọ ôm mập trông bắp ngựa
        vuông tróc lành họp tráng gộp nhí đằng thắt khủng cuộc trách kiệm bách sân phúc sĩ hát châu sạp sỹ ngọc
        cồn khánh mờ thần xỉu tiên hài tưởng nốt hí gõ vặt hé sưu dần sẻ núm ruốc căng mò cán ống đựng dựng yến
        bắn nhược gò bú chênh ngăm mượt rát chảo bùn nhảy phím tường mũi nọ nhái phản quầy thảy sát dù nẻo nát
        trầy cánh xù khiếu nại vọng ánh bực nhiệm vượt lái hôn rút lão úc thắng trầm chiếu mạnh thận dời trại
        nhạt thảm vũ gót lò lăn buôn giàn ngờ niệm chắn bạch dấu kiệt hưng chức mệt mảng dừa giản tạ buồn điên
        nhảm chiết khấu phơi ẩm cẩm mơi hóng táo hụt mốc quấn đắp cặn khiển cọ tuyết tải chưng tổ mực chải sốc
        cường đứt lậu xẹp tê vấp nhỡ gọng sọc vướng bại tơ lồng mông tịt đùi tiểu đạm hỗn ẩn chiến viêm quăng
        thả gỡ thối ràng nách cày sập cạnh chảy hôi tụt trận nến chặn tôn thèm lặn nợ tỷ xăng bão tỉ kèo nguội
        luật sư đai đoạn sốt trồng hỏa thấm sáp tò cẩn thiện trưng rêu đậm dặn gắt chà đuôi âm giục tăm sồi đắn
        thằng đê lào vĩnh túc xá kiên sảnh nơ thầy kỷ thừa xắt đỉnh rủ buộc lệnh tôm bốt mộc ấm dâu dạng ấp
        thạnh xuân vương võ thịnh phạm ngũ tấn ngã hiền hạnh đạt tạp móc giỏi ngưng khóc bơi tựa đương ba
    """.split()
)

#: The same syllables folded.
COMMON_FOLDED: frozenset[str] = frozenset(fold(word) for word in COMMON)

#: English of shops and chats. Words here are never read as Telex.
ENGLISH: frozenset[str] = frozenset(
    """
        a about above accept account across actually add address after again ago agree air all almost alone already
        also although always am amount an and another answer any anybody anyone anything anyway are area around arrive
        arrived arrives as ask asked at available average away baby back bad bag bags bank bar based be beach because
        become bed been before began beige being below best better between big bill bit black blue board body book
        books boot boots both bottle bottles bought box boxes boy boys brand brands break bring broke broken brown
        budget bus business but buy buyer buying by cable call called came can cancel cannot cant car card cards care
        case cash catalog catalogue change charge charged charger cheap cheaper check checked checkout child children
        choose city class clean clear clothes code cold collect color colors colour colours come comes coming company
        compare compared complain complaint confirm contact cool correct cost costs could country couple coupon course
        cover cream credit customer customers cut cute damage damaged dark date day days dead deal dear deliver
        delivered delivery deposit describe details did didnt die difference different dinner discount discounts
        display do does doesnt dog doing dollar done dont door double down dress dry due during each earlier early
        easy eat either else email empty end english enough even evening ever every everyone everything exact exchange
        excuse expensive express extra eye face fact fake family far fast faulty fee feel fees feet few figure fill
        find fine first fit fits five fix fixed flash follow food foot for forgot form found four free fresh friday
        friend friends from front full fun gave genuine get gets getting gift gifts girl girls give given go goes
        going gold gone good goods got great green grey gray group guarantee guess guide guy guys had hair half hand
        hands happen happened happy hard has have havent having he headphone headphones hear heard heavy height hello
        help her here hers hey hi high him his hold home hope hot hour hours house how however huge hurry husband hurt
        i id idea if im image important in info information inside instalment installment instead
        interested international into invoice is isnt issue it item items its ive jacket jeans job join just keep kept
        keys kid kids kind kitchen knew know known lady laptop large last late later latest least leather leave left
        less let lets level life light like likes line link list listen little live local location long look looking
        looks loose lost lot lots love low lower lucky made mail main make makes making man many market may maybe me
        mean means measure medium meet member men message messenger might million mind mine minute minutes miss
        missing mistake mix model models mom moment monday money month months more morning most mother move much must
        my name near nearly need needs neither never new news next nice night nine no nobody none noon nor normal not
        note nothing now number numbers of off offer offers office often oh ok okay old on once one ones only open
        opening or orange order ordered ordering orders original other others our out outside over own owner pack
        package packaging page paid pair pairs pants paper parcel parents part parts pass past pay paying payment
        payments people per perfect perhaps person phone photo photos pick picture pictures piece pieces pink place
        plan planning please plus point points policy poor possible post pound power prefer present pretty price
        prices pro problem product products promise promo promotion proof purchase purchased purple put quality
        quantity question questions quick quickly quite quote rain rate rather read ready real really reason receipt
        receive received recently recommend red reduce refund refunded regarding register relax remember remove repair
        replace replacement reply request respond response return returned returns review reviews right road roof room
        round rude run safe said sale sales same saturday save saw say says school scratch screen search season seat
        second see seem seems seen select self sell seller selling send sent serious service set seven several shall
        she ship shipped shipper shipping shirt shirts shoe shoes shop shopping short should show side sign silver
        similar simple since single sir sister sit site six size sizes skin skirt sleep slow small smaller smell so
        soft sold some somebody someone something sometimes son soon sorry sort sound spec special specs spend staff
        stand star stars start state status stay still stock stop store stores story straight street strong stuff
        style such suit suitable sunday support suppose sure sweet take takes taken talk tax team teen tell ten terms
        test than thank thanks that thats the their them then there these they theyre thin thing things think third
        this those though thought three through thursday tight time times tired to today together told tomorrow
        tonight too took top total touch toward town track tracking transfer transferred tried trip trouble true try
        trying tuesday turn two type under understand until up update upon us use used useful user uses using
        usually very via video view visit voucher wait waiting walk want wanted wants warm warranty was wash wasnt
        watch water way we wear website wednesday week weekend weeks weight well went were what whats when where
        wheres whether which while white who whole wholesale whose why wide wife will window wish with within without
        woman women wonder wont word work working works world worry worse worst worth would wow wrap write wrong year
        years yellow yes yesterday yet you youll your youre yours max mini ultra plus note air fold flip sex six fox
        mix bus gas boss loss cross class less less dress press jeans sets pcs tops caps ads gas pos plus bonus focus
        menus status sir mr ms mrs miss her star bar jar far war tour four hour sour your our door floor poor moor
        meet seen been keep deep seem teen keen beep beer week cheer deer peer see fee bee tree free three agree too
        zoo moon noon soon boot boom room loop root foot book cook look cool pool food good wood mood room roof proof
        hoop loom thx ty pls plz asap btw lol omg idk u ur r thru hii hiya yo yep yeah yup nope nah bye goodbye cheers
        awesome sup dude gonna wanna gotta appreciate fantastic amazing wonderful terrible awful horrible nonsense
        ridiculous disappointed angry upset grab batch bulk fridge fan kettle cooker pot pan vacuum robot serum
        sunscreen toner lipstick perfume shampoo coffee tea nuts rice snack juice battery wireless bluetooth usb
        speaker mouse keyboard monitor camera earbuds tablet watch strap hoodie sweater socks hat cap sandals sneakers
        cans rooms trees chair chairs cast row rows bow bows cow cows tow vow chow gown gowns dawn lawn tee tees loaf
        def ref tins buns mats kits toys sons tons theme roots loops towns basket
        chats cats hats rats pots dots hits cuts pets reef beef deaf hoof chef maxi caro
        linen cotton silk wool polyester waterproof washable machine
    """.split()
)

#: English words Vietnamese shoppers use inside Vietnamese sentences; they say little about the language.
LOANS: frozenset[str] = frozenset(
    """
        shop ship size order sale ok oke okay stock fee combo voucher code inbox test max mini pro plus set box review
        check fake auth real web website online link zalo facebook messenger mail email gmail card cod free freeship
        feedback style form hot new black white red blue pink navy nude be kem serum toner laptop tivi tv video clip
        pin iphone samsung xiaomi oppo apple macbook ipad airpods bluetooth wifi usb gb camera robot smart watch
        tablet sim hi hello alo bye thanks thank tks sorry like vip s m l xl xxl xs fs live app menu game menu deal
        flash store mall men note ultra air sold out
    """.split()
)

#: Brands, models and other tokens that only look like Telex typing.
BRANDS: frozenset[str] = frozenset(
    """
        iphone samsung xiaomi oppo vivo realme nokia sony asus acer dell hp lenovo apple macbook airpods ipad imac
        redmi poco honor huawei logitech razer msi anker baseus ugreen jbl bose marshall dyson philips sharp panasonic
        toshiba sunhouse kangaroo tefal lock lego nike adidas puma converse vans gucci dior chanel loreal maybelline
        vichy cerave bioderma innisfree nivea pantene dove laneige shopee lazada tiki momo visa max pro plus mix fix
        tax relax lux deluxe flex vertex xmax sexy gen gas inox cotex kotex durex rolex tex inch inches galaxy mas as
        is us his
        has lee moore reed reeves brooks woods keen peek geek aaron isaac james jess chris alex rex felix max
    """.split()
)
