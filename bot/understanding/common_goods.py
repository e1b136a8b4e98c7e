"""Goods that people ask shops for, whatever this one sells: knowledge of the language and not of any shelf.

"Máy giặt" is one thing and no machine of another kind; a shelf can only tell that of what it holds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cache

from bot.understanding.words import plain_written, singular

VIETNAMESE = """
máy giặt, máy sấy, máy sấy tóc, máy lạnh, máy điều hoà, điều hoà, máy lọc nước, máy lọc không khí, máy hút bụi,
máy in, máy ảnh, máy tính, máy tính bảng, máy tính để bàn, máy bơm, máy khoan, máy cắt cỏ, máy may, máy ép,
máy ép trái cây, máy xay, máy xay sinh tố, máy pha cà phê, máy rửa chén, máy rửa bát, máy nước nóng, máy tập,
máy chạy bộ, máy massage, máy hút sữa, máy đo huyết áp, máy đo đường huyết, máy trợ thính, máy chiếu, máy quay phim,
máy chơi game, máy phát điện, máy cạo râu, máy uốn tóc, máy hàn, máy đánh trứng, máy làm sữa hạt, máy cho cá ăn,
máy đọc sách, máy nghe nhạc, tủ lạnh, tủ đông, tủ mát, tủ quần áo, tủ giày, tủ sách, tủ bếp, kệ sách, kệ tivi, kệ bếp,
bàn học, bàn làm việc, bàn ăn, bàn ủi, bàn là, bàn chải điện, bàn phím, ghế văn phòng, ghế công thái học, ghế xoay,
ghế sofa, sofa, ghế massage, ghế ăn dặm, giường, giường ngủ, nệm, đệm, nệm cao su, chăn, mền, ga giường, drap, gối,
gối ngủ, rèm, rèm cửa, thảm, đèn bàn, đèn ngủ, đèn led, bóng đèn, quạt, quạt trần, quạt điều hoà, tivi, ti vi,
loa, loa kéo, loa bluetooth, loa thanh, micro, tai nghe, dàn karaoke, amply, đầu đĩa, laptop, macbook,
máy tính xách tay, điện thoại, iphone, ipad, đồng hồ, đồng hồ thông minh, camera, webcam, chuột, chuột không dây,
sạc dự phòng, cáp sạc, ốp lưng, ốp điện thoại, kính cường lực, miếng dán màn hình, thẻ nhớ, usb, ổ cứng, router,
bộ phát wifi, cục phát wifi, gimbal, flycam, drone, máy bay điều khiển, robot hút bụi, bếp từ, bếp gas, bếp ga,
bếp hồng ngoại, bếp nướng, lò vi sóng, lò nướng, lò sưởi, nồi cơm điện, nồi chiên không dầu, nồi chiên, nồi áp suất,
nồi lẩu, nồi inox, chảo chống dính, ấm siêu tốc, ấm đun nước, bình giữ nhiệt, bình nước, bình sữa, bình đun siêu tốc,
bình hoa, bình gas, bình chữa cháy, hộp cơm, hộp đựng cơm, dao, dao bếp, thớt, chén bát, ly, ly sứ, cốc, muỗng, đũa,
thau, xô, chổi, cây lau thùng rác, móc áo, giá phơi đồ, dây phơi, xe máy, xe máy điện, xe đạp, xe đạp điện, xe ô tô,
ô tô, xe hơi, xe đẩy, xe đẩy em bé, xe lăn, xe điện cân bằng, xe scooter, xe chòi chân, mũ nón bảo hiểm, áo mưa,
lốp xe, nhớt, phụ tùng, áo thun, áo phông, áo sơ mi, áo khoác, áo len, áo dài, áo vest, áo vét, áo lót, áo ngực,
áo gió, áo hoodie, áo polo, áo bà bầu, áo tắm, áo giữ nhiệt, quần jean, quần jeans, quần tây, quần short, quần đùi,
quần lót, quần legging, quần áo trẻ em, đồ bộ, đồ ngủ, đồ lót, đồ bơi, đồ bầu, váy, váy cưới, đầm, chân váy, yếm, tất,
vớ, găng tay, khăn, khăn choàng, khăn tắm, mũ, nón, thắt lưng, dây nịt, cà vạt, kính, kính mát, kính râm, mắt kính,
kính áp tròng, giày, giày cao gót, giày thể thao, giày tây, giày lười, giày búp bê, giày đá banh, giày bóng đá, dép,
sandal, bốt, balo, ba lô, vali, túi xách, túi đeo chéo, túi trống, ví, bóp, cặp, cặp học sinh, nhẫn, nhẫn cưới,
dây chuyền, vòng tay, vòng cổ, bông tai, hoa tai, khuyên tai, lắc chân, trang sức, son, son môi, son dưỡng, son kem,
phấn, phấn phủ, phấn mắt, phấn nền, kem nền, kem lót, mascara, kẻ mắt, chì kẻ mày, nước hoa, nước hoa hồng, toner,
serum, kem dưỡng, kem dưỡng ẩm, kem chống nắng, kem trị mụn, kem body, kem cạo râu, mặt nạ, tẩy trang, nước tẩy trang,
sữa rửa mặt, sữa tắm, sữa dưỡng thể, xà phòng, xà bông, dầu gội, dầu xả, dầu dừa, thuốc nhuộm tóc, thuốc nhuộm,
sáp vuốt tóc, keo xịt tóc, tông đơ, lược, bàn chải, bàn chải đánh răng, kem đánh răng, nước súc miệng, chỉ nha khoa,
dao cạo râu, bông tẩy trang, băng vệ sinh, tampon, bao cao su, que thử thai, nước khẩu trang, khăn giấy, khăn ướt,
giấy vệ sinh, tã, bỉm, sữa bột, sữa tươi, sữa chua, sữa đặc, sữa hạt, sữa công thức, thuốc, thuốc ngủ, thuốc ho,
thuốc cảm, thuốc đau đầu, thuốc giảm đau, thuốc kháng sinh, thuốc bổ, thuốc lá, thuốc nam, thuốc trừ sâu,
thuốc diệt kiến, thuốc diệt côn trùng, thuốc xịt muỗi, vitamin, collagen, thực phẩm chức năng, nhân sâm, yến sào,
mật ong, gạo, gạo nếp, gạo lứt, mì gói, mì tôm, bún khô, phở khô, miến, bánh, bánh kem, bánh mì, bánh trung thu,
bánh quy, bánh kẹo, kẹo, sô cô la, socola, cà phê, trà, trà sữa, nước ngọt, nước suối, nước mắm, nước tương, nước ép,
nước rửa chén, nước giặt, nước xả, nước xả vải, nước lau sàn, bột giặt, bột ngọt, bột mì, bột nêm, hạt nêm, dầu ăn,
bia, rượu, rượu vang, hạt điều, hạt mắc ca, hạt hạnh nhân, hạt chia, yến mạch, granola, trái cây, trái cây sấy, thịt,
thịt bò, cá hồi, hải sản, trứng, xúc xích, giò chả, khô bò, khô gà, sầu riêng, hoa tươi, hoa, hoa hồng, cây cảnh,
cây giống, cây con, hạt giống, đất trồng, phân bón, chậu cây, chậu, bình tưới, vòi tưới, sách, sách giáo khoa, truyện,
truyện tranh, vở, bút, bút bi, bút chì, bút máy, giấy in, đồ chơi, búp bê, gấu bông, lego, xếp hình, cờ vua, bóng đá,
bóng rổ, vợt cầu lông, vợt tennis, thảm yoga, thảm tập, tạ tay, dây nhảy, cần câu, lều, lều cắm trại, túi ngủ, võng,
ống nhòm, kính thiên văn, đàn guitar, đàn piano, đàn organ, đàn violin, ukulele, trống, kèn, thức ăn cho chó,
thức ăn cho mèo, hạt cho chó, hạt cho mèo, cát mèo, cát vệ sinh, chuồng chó, vòng cổ chó, dây dắt chó, bể cá, hồ cá,
lồng chim, sim, sim điện thoại, thẻ cào, thẻ game, vé máy bay, vé xem phim, pin tiểu, ổ cắm, dây điện, bóng đèn led,
ổ khoá, khoá cửa, két sắt, sơn, xi măng, thang nhôm, búa, kìm, tua vít, bộ dụng cụ, keo dán, băng keo, nồi đất, chảo,
đèn pin, đèn học
"""
ENGLISH = """
washing machine, washer, dryer, hair dryer, fridge, refrigerator, freezer, air conditioner, air con, dishwasher,
heater, water purifier, air purifier, vacuum cleaner, vacuum, robot vacuum, printer, scanner, camera, drone,
projector, tv, television, speaker, soundbar, microphone, headphone, earbud, laptop, macbook, computer, monitor,
keyboard, mouse, tablet, ipad, phone, smartphone, iphone, smartwatch, watch, power bank, charger, cable, phone case,
screen protector, memory card, hard drive, router, game console, playstation, nintendo, microwave, oven, toaster,
blender, juicer, kettle, rice cooker, air fryer, pressure cooker, coffee machine, coffee maker, stove, gas stove,
induction stove, pan, pot, frying pan, knife, chopping board, thermos, thermos flask, water bottle, lunch box, cup,
mug, bowl, plate, chopstick, fan, lamp, light bulb, torch, flashlight, battery, iron, sewing machine, mattress,
pillow, blanket, bed sheet, bed, duvet, curtain, carpet, rug, sofa, couch, chair, office chair, desk, table, wardrobe,
bookshelf, shelf, mirror, clock, bicycle, bike, e-bike, motorbike, scooter, helmet, car, tyre, tire, stroller, pram,
wheelchair, car seat, raincoat, umbrella, t-shirt, tshirt, shirt, jacket, coat, sweater, hoodie, dress, wedding dress,
skirt, jeans, trousers, pants, shorts, leggings, underwear, bra, pyjamas, pajamas, swimsuit, bikini, sock, glove,
scarf, hat, cap, belt, tie, suit, sunglasses, glasses, contact lens, shoe, running shoe, sneaker, sandal, boot,
high heel, slipper, backpack, suitcase, handbag, bag, wallet, purse, ring, necklace, bracelet, earring, jewellery,
jewelry, gold, lipstick, lip balm, mascara, eyeliner, foundation, concealer, perfume, cologne, toner, serum,
moisturiser, moisturizer, sunscreen, face mask, cleanser, makeup remover, shampoo, conditioner, hair dye, hair wax,
body wash, shower gel, soap, lotion, razor, toothbrush, toothpaste, mouthwash, sanitary pad, tampon, condom,
pregnancy test, diaper, nappy, baby formula, formula milk, milk, yogurt, cheese, butter, medicine, painkiller,
paracetamol, antibiotic, sleeping pill, vitamin, collagen, supplement, protein powder, cigarette, vape, lighter,
honey, rice, noodle, pasta, bread, cake, cookie, candy, chocolate, coffee, tea, green tea, soda, juice, water, beer,
wine, whisky, fish sauce, soy sauce, cooking oil, olive oil, sugar, salt, flour, cashew, almond, macadamia, oat,
granola, fruit, dried fruit, meat, beef, chicken, fish, salmon, shrimp, egg, sausage, flower, rose, plant, seed,
basil seed, soil, fertiliser, fertilizer, plant pot, watering can, hose, lawn mower, book, novel, comic, notebook,
pen, pencil, paper, toy, doll, teddy bear, lego, puzzle, board game, football, basketball, tennis racket,
badminton racket, yoga mat, dumbbell, treadmill, fishing rod, tent, sleeping bag, hammock, binoculars, telescope,
guitar, electric guitar, piano, keyboard piano, violin, ukulele, flute, drum, drum kit, trumpet, saxophone, dog food,
cat food, cat litter, dog leash, dog collar, dog crate, aquarium, fish tank, bird cage, sim card, gift card,
plane ticket, ticket, insurance, paint, cement, brick, ladder, hammer, drill, screwdriver, glue, tape
"""


@cache
def vietnamese_goods() -> dict[str, list[str]]:
    """Names of goods as they are written, by their folded form: "son" and "sơn" have one."""
    return _by_form((plain_written(name), name) for name in _names(VIETNAMESE))


@cache
def english_goods() -> dict[str, list[str]]:
    """The same of English ones, by the singular."""
    return _by_form((" ".join(map(singular, plain_written(name).split())), name) for name in _names(ENGLISH))


def _by_form(names: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for form, name in names:
        found[form].append(name)
    return dict(found)


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.replace("\n", " ").split(",") if name.strip()]


__all__ = ["english_goods", "vietnamese_goods"]
