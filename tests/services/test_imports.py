"""Files an owner keeps in a spreadsheet: all of a file or nothing, and every bad line named."""

import asyncio
import csv
import io
from datetime import date

import pytest
from sqlalchemy import text

from bot.domain.catalogue import Faq, Product
from bot.domain.offer import Offer, OfferEvent
from bot.domain.order import Order
from bot.services.imports import (
    IMPORTS,
    WRITTEN_AT_ONCE,
    import_catalogue,
    import_faq,
    import_offers,
    import_orders,
    import_shop,
    seed_demo,
)
from bot.services.offers import note_shown
from bot.services.products import list_products
from bot.services.rehearsal import Changes, check_import
from bot.services.sheets import ImportProblem
from bot.services.shelves import load_shelf
from bot.services.shop import load_shop
from bot.settings import ROOT
from bot.understanding.query import query_of
from bot.understanding.rank import rank

GOOD = b"sku,name,category,kind,price,stock\nA-1,Tai nghe,electronics,tai nghe,590.000,3\n"


def csv_of(header, *lines):
    return "\n".join([header, *lines]).encode()


async def problems_of(run, house, data):
    with pytest.raises(ImportProblem) as refused:
        await run(house.services, data)
    assert str(refused.value)
    return refused.value.problems


async def test_demo_shop_is_seeded_once(house):
    counts = await seed_demo(house.services, ROOT / "data" / "shop")
    assert counts["catalogue"] == await house.count(Product) > 50
    assert counts["faq"] == await house.count(Faq) > 50
    assert counts["offers"] == await house.count(Offer)
    assert counts["orders"] == await house.count(Order)
    assert (await load_shop(house.services))["name"] == "Hiên Nhà"
    assert await seed_demo(house.services, ROOT / "data" / "shop") == {}


async def test_every_bad_line_is_named_and_nothing_changes(house):
    await import_catalogue(house.services, GOOD)
    bad = csv_of(
        "sku,name,category,kind,price,stock,image,rating,attributes",
        "A-2,Loa,electronics,loa,690000,1,,,",
        "A-3,Loa,electronics,loa,rẻ,1,,,",
        ",Loa,electronics,loa,1,1,,,",
        "A-4,Loa,electronics,loa,1,-1,,,",
        "A-5,Loa,electronics,loa,1,1,javascript:alert(1),,",
        "A-6,Loa,electronics,loa,1,1,//evil.example/x.png,,",
        "A-7,Loa,electronics,loa,1,1,,nan,",
        "A-8,Loa,electronics,loa,1,1,,9,",
        "A-9,Loa,electronics,loa,1,1,,,Pin",
        "A/10,Loa,electronics,loa,1,1,,,",
        "a-2,Loa,electronics,loa,1,1,,,",
        f"A-11,{'x' * 256},electronics,loa,1,1,,,",
        "A-12,,electronics,loa,99999999999,1,,,",
    )
    problems = await problems_of(import_catalogue, house, bad)
    assert [problem.split(":")[0] for problem in problems] == [f"line {n}" for n in range(3, 15)]
    columns = "price sku stock image image rating rating attributes sku 'A-2' name price".split()
    for problem, column in zip(problems, columns, strict=True):
        assert column in problem, problem
    assert [p.sku for p in await house.all(Product)] == ["A-1"]


EARPHONES = "Tai nghe,electronics,tai nghe,1,1"
BILINGUAL = "sku,name,category,kind,price,stock,colours,colours_en,attributes,attributes_en"


async def test_colours_and_attributes_are_kept_in_both_languages(house):
    line = f"A-1,{EARPHONES},đen;kem,black; cream,Pin=50 giờ; Chống ồn=có,Battery = 50 hours;Noise cancelling=yes"
    await import_catalogue(house.services, csv_of(BILINGUAL, line))
    [product] = await house.all(Product)
    assert product.colour_names("en") == ["black", "cream"]
    assert product.colour_names("vi") == ["đen", "kem"]
    assert product.facts("en") == {"Battery": "50 hours", "Noise cancelling": "yes"}
    assert product.facts("vi") == {"Pin": "50 giờ", "Chống ồn": "có"}


async def test_attributes_stay_in_the_owners_order_and_keep_their_translations(house):
    # PostgreSQL's JSONB would put the shorter name first.
    line = f"A-1,{EARPHONES},,,Chống ồn=có; Pin=50 giờ,Noise cancelling=yes; Battery=50 hours"
    await import_catalogue(house.services, csv_of(BILINGUAL, line))
    [product] = await house.all(Product)
    assert product.fact("Pin", "en") == ("Battery", "50 hours")
    assert product.fact("Chống ồn", "en") == ("Noise cancelling", "yes")
    assert list(product.attributes) == ["Chống ồn", "Pin"]


@pytest.mark.parametrize(
    ("header", "line"),
    [
        (BILINGUAL, f"A-1,{EARPHONES},đen;kem,,Pin=50 giờ,"),
        ("sku,name,category,kind,price,stock,colours,attributes", f"A-1,{EARPHONES},đen;kem,Pin=50 giờ"),
    ],
    ids=["left empty", "file without the columns"],
)
async def test_what_is_not_translated_is_told_in_vietnamese(house, header, line):
    await import_catalogue(house.services, csv_of(header, line))
    [product] = await house.all(Product)
    assert product.colour_names("en") == ["đen", "kem"]
    assert product.facts("en") == {"Pin": "50 giờ"}


async def test_translations_that_do_not_fit_what_they_translate_are_named_and_nothing_changes(house):
    await import_catalogue(house.services, GOOD)
    bad = csv_of(
        BILINGUAL,
        f"A-2,{EARPHONES},đen;kem,black;cream,Pin=50 giờ,Battery=50 hours",
        f"A-3,{EARPHONES},đen;kem,black,Pin=50 giờ,Battery=50 hours",
        f"A-4,{EARPHONES},,black,,",
        f"A-5,{EARPHONES},,,Pin=50 giờ,Battery=50 hours; Weight=248 g",
        f"A-6,{EARPHONES},,,Pin=50 giờ; Nặng=248 g,Battery=50 hours",
        f"A-7,{EARPHONES},,,Pin=50 giờ,50 hours",
        f"A-8,{EARPHONES},,,Pin=50 giờ; Nặng=248 g,Battery=50 hours; Battery=248 g",
    )
    assert await problems_of(import_catalogue, house, bad) == [
        "line 3: colours_en: one for each of colours is needed (2, not 1)",
        "line 4: colours_en: one for each of colours is needed (0, not 1)",
        "line 5: attributes_en: one for each of attributes is needed (1, not 2)",
        "line 6: attributes_en: one for each of attributes is needed (2, not 1)",
        "line 7: attributes_en: '50 hours' is not name=value",
        "line 8: attributes_en: 'Battery' occurs twice",
    ]
    assert [p.sku for p in await house.all(Product)] == ["A-1"]


async def test_catalogue_is_replaced_and_found_at_once(house):
    await import_catalogue(house.services, GOOD)
    shelf = await load_shelf(house.services)
    assert [fit.product.price for fit in rank(shelf, query_of("tai nghe", [], shelf))] == [590_000]
    await import_catalogue(house.services, GOOD.replace(b"A-1,Tai nghe", b"B-1,Tai nghe xanh"))
    assert [p.sku for p in await list_products(house.services)] == ["B-1"]
    shelf = await load_shelf(house.services)
    assert [fit.product.sku for fit in rank(shelf, query_of("tai nghe", [], shelf))] == ["B-1"]


async def test_only_what_changed_is_written_and_what_left_the_file_goes(house):
    header = "sku,name,category,kind,price,stock,attributes"
    lines = [f"A-{n},Loa {n},audio,loa,{n}000,1,Pin=5 giờ;Nặng=1 kg" for n in range(1, 1200)]
    assert await import_catalogue(house.services, csv_of(header, *lines)) == 1199
    mended = [lines[0].replace("1000", "2000"), "B-1,Đài,audio,đài,1,1,"]
    assert await import_catalogue(house.services, csv_of(header, *mended)) == 2
    assert [(p.sku, p.price) for p in await list_products(house.services)] == [("A-1", 2000), ("B-1", 1)]


async def test_two_imports_at_once_leave_the_shelf_of_one_of_them(house):
    header = "sku,name,category,kind,price,stock"
    shelves = [csv_of(header, *(f"{name}-{n},Loa,audio,loa,1,1" for n in range(300))) for name in "AB"]
    await asyncio.gather(*(import_catalogue(house.services, shelf) for shelf in shelves * 2))
    skus = {product.sku for product in await house.all(Product)}
    assert skus in ({f"{name}-{n}" for n in range(300)} for name in "AB")


async def test_byte_order_mark_semicolons_and_line_ends_of_spreadsheets_are_read(house):
    text = "sku;name;category;kind;price;stock\r\nA-1;Tai nghe, đen;electronics;tai nghe;1.890.000 ₫;3\r\n;;;;;\r\n"
    assert await import_catalogue(house.services, text.encode("utf-8-sig")) == 1
    [product] = await house.all(Product)
    assert (product.name, product.price) == ("Tai nghe, đen", 1_890_000)


PRICED = "sku;name;category;kind;stock;price"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("590000", 590_000),
        ("590.000", 590_000),
        ("590,000", 590_000),
        ("590 000", 590_000),
        ("1.890.000 ₫", 1_890_000),
        ("₫1,890,000", 1_890_000),
        ("1.890.000\u00a0₫", 1_890_000),
        ("1890000.0", 1_890_000),
        ("1890000,00", 1_890_000),
        ("1890000.0000", 1_890_000),
        ("1.890.000,00", 1_890_000),
        ("1,890,000.00", 1_890_000),
        ("199,00", 199),
        ("0", 0),
        ("0.0", 0),
    ],
)
async def test_amounts_are_read_as_spreadsheets_write_them(house, written, meant):
    await import_catalogue(house.services, csv_of(PRICED, f"A-1;Loa;electronics;loa;1;{written}"))
    assert [p.price for p in await house.all(Product)] == [meant]


@pytest.mark.parametrize(
    "written",
    "12.5 199.99 12,50 1.8900 0.590 1890000.000 1890.000 1.890.00 1.890.000.00 1.890,000 1,890.000 1.890.0000".split(),
)
async def test_amount_that_is_not_whole_or_has_two_readings_is_refused_with_the_reason(house, written):
    data = csv_of(PRICED, f"A-1;Loa;electronics;loa;1;{written}")
    [problem] = await problems_of(import_catalogue, house, data)
    assert problem.startswith(f"line 2: price: '{written}' has a fraction, or a group that is not of three digits")
    assert await house.count(Product) == 0


@pytest.mark.parametrize("written", ["1.", ".5", "1..000", "1. 000", "12 5", "1e6", "½", "٣", "-1.000"])
async def test_amount_that_is_none_is_refused(house, written):
    data = csv_of(PRICED, f"A-1;Loa;electronics;loa;1;{written}")
    [problem] = await problems_of(import_catalogue, house, data)
    assert f"price: '{written}'" in problem


@pytest.mark.parametrize(
    ("what", "header", "line", "columns"),
    [
        ("catalogue", "sku,name,category,kind", "A-1,Loa,electronics,loa", "price list_price stock"),
        ("offers", "key,kind,title,detail", "a,gift,A,d", "value min_total max_discount priority"),
        ("orders", "code,phone,status,placed_at", "H1,0912345678,shipping,-1d", "total shipping_fee"),
    ],
)
async def test_no_column_takes_a_fraction_for_thousands(house, what, header, line, columns):
    needed = {"price": "1", "stock": "1", "total": "1"}
    for column in columns.split():
        filled = {name: "1" for name in needed if name in columns} | {column: "12.5"}
        data = csv_of(f"{header},{','.join(filled)}", f"{line},{','.join(filled.values())}")
        [problem] = await problems_of(IMPORTS[what], house, data)
        assert f"line 2: {column}: '12.5'" in problem


async def test_file_in_no_encoding_of_a_spreadsheet_is_refused_in_words(house):
    [problem] = await problems_of(import_catalogue, house, b"sku,name\nA-1,caf\x9d")
    assert problem == "the file is neither UTF-8 nor UTF-16 nor Windows-1258 (byte 16)"


async def test_column_that_is_misspelt_or_missing_is_named_before_any_line_is_read(house):
    data = csv_of("sku,name,categry,kind,stok,note", "A-1,Loa,electronics,loa,1,x")
    assert await problems_of(import_catalogue, house, data) == [
        "line 1: the column 'categry' is unknown; is it 'category'?",
        "line 1: the column 'stok' is unknown; is it 'stock'?",
        "line 1: the column 'price' is missing",
    ]


async def test_price_that_slipped_into_other_cells_is_refused(house):
    data = csv_of("sku,name,category,kind,stock,price", "A-1,Loa,electronics,loa,1,1,890,000")
    [problem] = await problems_of(import_catalogue, house, data)
    assert problem.startswith("line 2: has 8 cells for 6 columns")


async def test_code_that_a_spreadsheet_shortened_is_refused(house):
    data = GOOD.replace(b"A-1", b"8.93851E+12")
    [problem] = await problems_of(import_catalogue, house, data)
    assert "sku: '8.93851E+12' is a number that a spreadsheet shortened" in problem


async def test_files_that_are_no_tables_are_refused_in_words(house):
    for data in (b"", b"\n\n", b"sku,name,category,kind,price,stock\n", b"\xef\xbb\xbf", b"PK\x03\x04"):
        assert await problems_of(import_catalogue, house, data)
    huge_cell = b'sku,name\nA-1,"' + b"x" * 200_000 + b'"\n'
    assert await problems_of(import_catalogue, house, huge_cell)


async def test_formulas_and_markup_are_kept_as_the_text_they_are(house):
    faq = csv_of(
        "key,topic,question,answer", 'x,ask_x,"=HYPERLINK(""http://evil.example"")",<script>alert(1)</script>+1'
    )
    await import_faq(house.services, faq)
    [kept] = await house.all(Faq)
    assert kept.question == '=HYPERLINK("http://evil.example")'
    assert kept.answer == "<script>alert(1)</script>+1"


async def test_control_characters_go_and_lines_within_a_cell_stay(house):
    await import_faq(house.services, csv_of("key,topic,question,answer", 'x,ask_x,Hỏi\x00\x07?,"một\nhai"'))
    [kept] = await house.all(Faq)
    assert (kept.question, kept.answer) == ("Hỏi?", "một\nhai")


async def test_changed_answer_is_a_new_version_and_a_missing_one_is_retired(house):
    header = "key,topic,question,answer"
    await import_faq(house.services, csv_of(header, "a,t,A?,một", "b,t,B?,hai"))
    await import_faq(house.services, csv_of(header, "a,t,A?,một", "b,t,B?,ba"))
    await import_faq(house.services, csv_of(header, "b,t,B?,ba"))
    versions = {(f.key, f.version): (f.answer, f.current) for f in await house.all(Faq)}
    assert versions == {("a", 1): ("một", False), ("b", 1): ("hai", False), ("b", 2): ("ba", True)}
    await import_faq(house.services, csv_of(header, "a,t,A?,một", "b,t,B?,ba"))
    assert {(f.key, f.version) for f in await house.all(Faq, current=True)} == {("a", 2), ("b", 2)}


async def test_key_that_occurs_twice_is_refused(house):
    header = "key,topic,question,answer"
    [problem] = await problems_of(import_faq, house, csv_of(header, "a,t,A?,một", "a,t,B?,hai"))
    assert problem == "line 3: 'a' occurs twice, first in line 2"
    assert await house.count(Faq) == 0


async def test_stage_that_does_not_exist_is_refused(house):
    header = "key,topic,question,answer,stages"
    [problem] = await problems_of(import_faq, house, csv_of(header, "a,t,A?,một,buying;dreaming"))
    assert "dreaming" in problem


async def test_offer_that_left_the_file_ends_but_keeps_its_history(house):
    header = "key,kind,title,detail,starts_on,ends_on"
    await import_offers(house.services, csv_of(header, "a,gift,A,d,-3d,+3d", "b,gift,B,d,2026-01-01,"))
    received = await house.hears()
    await note_shown(house.services, received.conversation.id, "a", key="m-1")
    await import_offers(house.services, csv_of(header, "b,gift,B mới,d,,"))
    offers = {offer.key: offer for offer in await house.all(Offer)}
    assert await house.count(OfferEvent, offer_key="a") == 1
    assert offers["a"].ends_on == date(2026, 11, 20)
    assert (offers["b"].title, offers["b"].starts_on) == ("B mới", None)


async def test_dates_that_are_none_are_refused(house):
    header = "key,kind,title,detail,ends_on"
    for value in ("31/12/2026", "2026-02-30", "soon", "+99999d", "-d"):
        [problem] = await problems_of(import_offers, house, csv_of(header, f"a,gift,A,d,{value}"))
        assert "ends_on" in problem, value


async def test_orders_mend_phones_that_lost_their_nought_and_keep_other_orders(house):
    header = "code,phone,status,placed_at,items,total"
    await import_orders(house.services, csv_of(header, "hn1,912345678,shipping,-2d,a-1 x 2; b-1×1,1180000"))
    await import_orders(house.services, csv_of(header, "#HN2,+84 356 789 012,pending,2026-11-20,A-1 x 1,590.000"))
    orders = {order.code: order for order in await house.all(Order)}
    assert set(orders) == {"HN1", "HN2"}
    assert (orders["HN1"].phone, orders["HN2"].phone) == ("0912345678", "0356789012")
    assert orders["HN1"].items == [{"sku": "A-1", "quantity": 2}, {"sku": "B-1", "quantity": 1}]
    assert orders["HN1"].placed_on == date(2026, 11, 19)


async def test_bad_orders_are_named_by_what_is_wrong_and_nothing_is_kept(house):
    header = "code,phone,status,placed_at,items,total"
    bad = csv_of(
        header,
        "H1,0912345678,shipping,-1d,A-1 x 1,100",
        "H2,12345,shipping,-1d,A-1 x 1,100",
        "H3,0912345678,lost,-1d,A-1 x 1,100",
        "H4,0912345678,shipping,,A-1 x 1,100",
        "H5,0912345678,shipping,-1d,two headphones,100",
        "H6,0912345678,shipping,-1d,A-1 x 1,",
        f"{'H' * 65},0912345678,shipping,-1d,A-1 x 1,100",
    )
    problems = await problems_of(import_orders, house, bad)
    columns = ["phone", "status", "placed_at", "items", "total", "code"]
    assert [column in problem for column, problem in zip(columns, problems, strict=True)] == [True] * 6
    assert await house.count(Order) == 0


async def test_profile_must_be_an_object_with_a_name(house):
    for data in (b"", b"[]", b"{", b'"x"', b"{}", b'{"name": ""}', b"\xff\xfe"):
        assert await problems_of(import_shop, house, data)
    await import_shop(house.services, '\ufeff{"name": "Tiệm Nhỏ"}'.encode())
    assert (await load_shop(house.services))["name"] == "Tiệm Nhỏ"


# ── Checking a file before it is imported ──


async def everything(house):
    """Every row that an import could touch."""
    async with house.services.store.read() as session:
        tables = ("products", "faqs", "offers", "orders", "shop_profile")
        return [sorted(map(str, (await session.execute(text(f"SELECT * FROM {name}"))).all())) for name in tables]


@pytest.mark.parametrize(
    ("what", "before", "after", "expected"),
    [
        (
            "catalogue",
            csv_of(PRICED, "A-1;Loa;audio;loa;1;5", "A-2;Loa;audio;loa;1;5", "A-3;Loa;audio;loa;1;5"),
            csv_of(PRICED, "A-1;Loa;audio;loa;1;5", "A-2;Loa;audio;loa;0;6", "A-4;Loa;audio;loa;1;5"),
            Changes(3, ["A-4"], {"A-2": ["price", "stock"]}, ["A-3"]),
        ),
        (
            "faq",
            csv_of("key,topic,question,answer", "a,t,A?,một", "b,t,B?,hai", "c,t,C?,ba"),
            csv_of("key,topic,question,answer", "a,t,A?,một", "b,t,B?,bốn", "d,t,D?,ba"),
            Changes(3, ["d"], {"b": ["answer"]}, ["c"]),
        ),
        (
            "offers",
            csv_of("key,kind,title,detail,ends_on", "a,gift,A,d,+3d", "b,gift,B,d,", "c,gift,C,d,", "old,gift,O,d,-9d"),
            csv_of("key,kind,title,detail,ends_on", "a,gift,A,d,+3d", "b,gift,B mới,d,+1d", "d,gift,D,d,-1d"),
            Changes(3, ["d"], {"b": ["title", "ends_on"]}, ["c"]),
        ),
        (
            "orders",
            csv_of("code,phone,status,placed_at,total", "H1,0912345678,pending,-1d,5", "H2,0912345678,pending,-1d,5"),
            csv_of("code,phone,status,placed_at,total", "H2,0912345678,shipping,-1d,5", "H3,0912345678,pending,-1d,5"),
            Changes(2, ["H3"], {"H2": ["status"]}, []),
        ),
        (
            "shop",
            '{"name": "Tiệm Nhỏ", "hotline": "1900", "zalo": "x"}'.encode(),
            '{"name": "Tiệm Nhỏ", "hotline": "1800", "email": "a@example.com"}'.encode(),
            Changes(1, [], {"shop": ["hotline", "zalo", "email"]}, []),
        ),
    ],
    ids=list("catalogue faq offers orders shop".split()),
)
async def test_check_tells_what_an_import_would_change_and_changes_nothing(house, what, before, after, expected):
    first = await check_import(house.services, what, before)
    assert (bool(first.new), first.changed, first.gone) == (True, {}, [])
    await IMPORTS[what](house.services, before)
    kept = await everything(house)
    caches = dict(house.services.caches)
    found = await check_import(house.services, what, after)
    assert {key: sorted(columns) for key, columns in found.changed.items()} == {
        key: sorted(columns) for key, columns in expected.changed.items()
    }
    assert (found.read, found.new, found.gone) == (expected.read, expected.new, expected.gone)
    assert await everything(house) == kept
    assert house.services.caches == caches
    same = await check_import(house.services, what, before)
    assert (same.new, same.changed, same.gone) == ([], {}, [])
    # The store is free again, and the import does what was told.
    await IMPORTS[what](house.services, after)
    assert await everything(house) != kept


async def test_other_order_of_attributes_is_a_change(house):
    header, line = "sku,name,category,kind,price,stock,attributes", f"A-1,{EARPHONES},"
    await import_catalogue(house.services, csv_of(header, f"{line}Pin=50 giờ;Nặng=248 g"))
    found = await check_import(house.services, "catalogue", csv_of(header, f"{line}Nặng=248 g;Pin=50 giờ"))
    assert found.changed == {"A-1": ["attributes"]}


async def test_check_names_every_bad_line_as_the_import_does(house):
    await import_catalogue(house.services, GOOD)
    kept = await everything(house)
    bad = csv_of(PRICED, *[f"A-{n};Loa;audio;loa;1;12.5" for n in range(30)])
    imported = await problems_of(import_catalogue, house, bad)
    with pytest.raises(ImportProblem) as refused:
        await check_import(house.services, "catalogue", bad)
    assert refused.value.problems == imported
    assert len(imported) == 30
    assert await everything(house) == kept


async def test_import_of_many_articles_tells_how_far_it_is(house):
    told = []
    house.services.progress = told.append
    rows = "".join(f"N-{n:05},Nến số {n},nha-cua,nến,50000,5\n" for n in range(WRITTEN_AT_ONCE + 10))
    head = "sku,name,category,kind,price,stock\n"
    assert await import_catalogue(house.services, (head + rows).encode()) == WRITTEN_AT_ONCE + 10
    assert told[0].startswith(f"{WRITTEN_AT_ONCE + 10} articles")
    assert told[-1] == f"{WRITTEN_AT_ONCE + 10} of {WRITTEN_AT_ONCE + 10} new articles are written"
    told.clear()
    await import_catalogue(house.services, (head + rows[: rows.index("N-00003")]).encode())
    assert told == []


async def test_broken_articles_harm_no_other(house, said_in):
    odd = "\u202eNến\u202c <script>alert(1)</script> số 1"
    long = "rất thơm " * 500
    rows = [
        ["A-1", odd, "home", "nến", 50_000, 5, "ngược"],
        ["A-2", "Nến thơm cam", "home", "nến", 60_000, 5, long],
        ["A-3", "Nến thơm quế", "home", "nến", 70_000, 5, "Cháy 40 giờ."],
    ]
    file = io.StringIO()
    table = csv.writer(file)
    table.writerows([["sku", "name", "category", "kind", "price", "stock", "description"], *rows])
    await import_catalogue(house.services, file.getvalue().encode())
    vera = said_in(house)
    assert (await vera("nến thơm quế giá bao nhiêu")).text.count("70.000") == 1
    assert len((await vera("nến thơm cam là gì vậy shop")).text) < 800


@pytest.mark.parametrize(("name", "price"), [("", 1000), ("   ", 1000), ("Nến", -5), ("Nến", "")])
async def test_article_without_a_name_or_a_price_is_refused_with_its_line(house, name, price):
    with pytest.raises(ImportProblem, match="line 2"):
        await import_catalogue(
            house.services, f"sku,name,category,kind,price,stock\nA-1,{name},home,nến,{price},5\n".encode()
        )


async def test_shelf_on_which_everything_is_called_the_same_is_answered(house, said_in):
    rows = "".join(f"N-{n:04},Nến thơm,home,nến,{n + 1}000,5\n" for n in range(600))
    await import_catalogue(house.services, f"sku,name,category,kind,price,stock\n{rows}".encode())
    reply = await said_in(house)("có nến thơm không shop")
    assert reply.skus and len(reply.skus) <= 6


async def test_file_without_a_line_is_refused_and_the_shelf_stays(house, said_in):
    await import_catalogue(house.services, "sku,name,category,kind,price,stock\nN-1,Nến,home,nến,9000,5\n".encode())
    with pytest.raises(ImportProblem, match="no lines"):
        await import_catalogue(house.services, b"sku,name,category,kind,price,stock\n")
    assert (await said_in(house)("có nến không shop")).skus == ["N-1"]
