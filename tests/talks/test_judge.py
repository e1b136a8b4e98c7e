"""The judge: a right reply passes, a wrong one fails, for every key; a check that cannot fail is refused."""

from dataclasses import fields

import pytest
from ruamel.yaml import YAML

from .judge import CHECKS, SHOPS, BadTalks, Reply, Turn, catalogue_of, faults, load_talks, names_of

V50, BEAN, RUN = "DT-TAINGHE-01", "DT-TAINGHE-02", "DT-TAINGHE-03"
ROWS = {row["sku"]: row for row in catalogue_of("demo")}


def text(said, **more):
    return {"recipient_id": "vera", "text": said, **more}


def card(sku, **more):
    row = ROWS[sku]
    return {
        "sku": sku,
        "name": row["name"],
        "price": int(row["price"]),
        "list_price": None,
        "stock": 3,
        "stock_text": "Còn hàng",
        "image": "/i/xyz.svg",
        "url": "/p/xyz",
        "buttons": [{"title": "Xem kỹ", "payload": "/xyz"}],
        **more,
    }


def products(*skus, kind="products", **more):
    return {"recipient_id": "vera", "custom": {"kind": kind, "payload": {"items": [card(sku) for sku in skus], **more}}}


def wrong(*messages, **checks):
    """The keys of the checks that fail, in order."""
    turn = Turn("…", **{key: value if key == "no_cards" else tuple(value) for key, value in checks.items()})
    return [fault.split(":")[0] for fault in faults(turn, messages, names_of("demo"))]


# ── Every key ──


@pytest.mark.parametrize(
    ("checks", "right", "mistaken"),
    [
        ({"says": [r"\bpin\b", "6 gio"]}, [text("Pin 6 GIỜ ạ")], [text("Pin 8 giờ ạ")]),
        ({"speaks": ["mien phi"]}, [text("Miễn  phí\ngiao ạ")], [text("20.000 ₫ ạ", buttons=[{"title": "Miễn phí?"}])]),
        ({"never": ["het hang"]}, [text("Còn hàng ạ")], [text("Hết hàng rồi ạ")]),
        ({"money": [1_990_000]}, [text("giá 1.990.000 ₫")], [text("giá 11.990.000 ₫")]),
        ({"money": [20_000, 310_000]}, [text("phí 20k"), text("tổng 310.000đ")], [text("tổng 310.000đ")]),
        ({"cards": [V50, BEAN]}, [products(RUN, BEAN)], [products(RUN)]),
        ({"cards_all": [V50, BEAN]}, [products(RUN, BEAN, V50)], [products(RUN, BEAN)]),
        ({"cards_only": [V50, BEAN]}, [products(BEAN)], [products(BEAN, RUN)]),
        ({"cards_only": [V50]}, [products(V50)], [text("Vọng Âm V50")]),
        ({"leads_with": [BEAN]}, [products(BEAN, V50)], [products(V50, BEAN)]),
        ({"leads_with": [BEAN]}, [text("Hạt Đậu, rồi V50")], [text("V50, rồi Hạt Đậu")]),
        ({"no_cards": True}, [text("Dạ vâng")], [text("Dạ vâng"), products(V50)]),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, dict) else "",
)
def test_right_reply_passes_and_wrong_one_fails(checks, right, mistaken):
    assert wrong(*right, **checks) == []
    assert wrong(*mistaken, **checks) == [*checks]
    # Silence serves nobody, not even who wants something not said.
    assert faults(Turn("…", **checks), [], names_of("demo")) == ["nothing was said"]


def test_every_key_is_tried_above_and_known_to_a_turn():
    mark = test_right_reply_passes_and_wrong_one_fails.pytestmark[0]
    assert {key for checks, *_ in mark.args[1] for key in checks} == set(CHECKS)
    assert {one.name for one in fields(Turn)} == {"user", "why", *CHECKS}


def test_every_check_that_fails_is_named_with_what_was_wanted_and_what_was_there():
    turn = Turn("…", says=("hong",), never=("het (hang|mau)",), money=(590_000,), leads_with=(BEAN,))
    reply = [text("Hết màu, còn Vọng Âm V50 giá 1.890.000 ₫")]
    assert faults(turn, reply, names_of("demo")) == [
        "says: hong is not there",
        "never: het (hang|mau) is in the texts: 'het mau'",
        "money: 590.000 ₫ is not told but 1.890.000 ₫",
        f"leads_with: not {BEAN} but {V50} comes first",
    ]


def test_turn_without_a_check_is_only_played():
    assert faults(Turn("ok"), [], names_of("demo")) == []


# ── What a reply is ──


def test_text_is_folded_and_messages_are_lines():
    assert wrong(text("Dạ,\n  ĐƠN\u00a0này"), text("miễn phí"), says=["^da, don nay\nmien phi$"]) == []
    assert wrong(text("Dạ"), text("được"), says=["da duoc"]) == ["says"]


def test_says_looks_at_everything_that_a_person_sees_and_nothing_else():
    offer = {
        "id": "o1", "title": "Giảm 50.000 ₫", "detail": "Đơn từ 400k", "value_text": "-50.000 ₫", "code": "RUBAN50",
        "ends_on": "2026-12-31", "conditions": "Một mã mỗi đơn",
    }  # fmt: skip
    order = {
        "code": "HN20404", "status": "packing", "status_text": "Đang gói", "total": 340_000, "carrier": "Gió Nam",
        "items": [{"name": "Kem", "quantity": 2, "image": ""}], "tracking_code": "GN9", "expected_on": "2026-12-02",
        "steps": [{"key": "sent", "title": "Đã gửi", "done": False, "at": None}],
    }  # fmt: skip
    rows = [{"label": "Pin", "values": ["50 giờ", "6 giờ"], "differs": True}]
    reply = [
        text("Dạ", buttons=[{"title": "Đổi màu", "payload": "/xyz"}]),
        {"custom": {"kind": "offer", "payload": offer}},
        {"custom": {"kind": "order", "payload": order}},
        {"custom": {"kind": "consent", "payload": {"purpose": "follow_up", "wording": "Cho shop nhắn tin?"}}},
        products(V50, BEAN, kind="comparison", rows=rows),
    ]
    seen = [
        "doi mau", "ruban50", "don tu 400k", "31/12/2026", "mot ma moi don", "hn20404", "dang goi", "kem × 2",
        "gn9", "02/12/2026", "da gui", "cho shop nhan tin", "pin: 50 gio", "vong am v50.*con hang", "xem ky",
    ]  # fmt: skip
    assert wrong(*reply, says=seen) == []
    assert wrong(*reply, speaks=["ruban50"]) == ["speaks"]
    assert wrong(*reply, never=["ruban50"]) == []
    assert wrong(*reply, says=["xyz", "follow_up", "packing", "dt-tainghe"]) == ["says"] * 4
    assert wrong(*reply, money=[340_000, 50_000, 590_000]) == []


def test_amount_on_a_button_is_not_told():
    buttons = [{"title": "Dưới 500.000 ₫", "payload": "/x"}]
    assert wrong(text("Dạ", buttons=buttons), money=[500_000]) == ["money"]
    assert wrong(products(V50), money=[int(ROWS[V50]["price"])]) == []


def test_list_price_is_told_where_it_is_higher():
    shown = {"custom": {"kind": "products", "payload": {"items": [card(V50, list_price=2_290_000)]}}}
    assert wrong(shown, money=[2_290_000]) == []


def test_cards_of_a_comparison_count_and_other_kinds_do_not():
    assert wrong(products(V50, BEAN, kind="comparison"), cards=[BEAN], leads_with=[V50]) == []
    assert wrong(text("Dạ"), products(V50, kind="cart"), cards=[V50]) == ["cards"]


def test_cards_that_lead_wrong_are_mended_by_a_text_that_names_the_right_one_first():
    assert wrong(text("Hạt Đậu hợp hơn ạ"), products(V50, BEAN), leads_with=[BEAN]) == []
    assert wrong(text("V50 hợp hơn ạ"), products(V50, BEAN), leads_with=[BEAN]) == ["leads_with"]
    assert wrong(text("Dạ có ạ"), leads_with=[BEAN]) == ["leads_with"]


def test_message_of_an_unknown_shape_is_no_trouble():
    survey = {"custom": {"kind": "survey", "payload": {"survey": "csat"}}}
    assert Reply.of([{}, {"text": ""}, survey, {"custom": None}]) == Reply()


# ── Reading talks ──


def talk(**more):
    return {"talk": "a-talk", "about": "it", "language": "vi", "turns": [{"user": "hi", "says": ["hi"]}], **more}


def turn(**checks):
    return talk(turns=[{"user": "hi", **checks}])


@pytest.fixture
def written(tmp_path):
    """Writes talks of the demo shop down; returns the folder."""
    (tmp_path / "demo").mkdir()

    def write(*talks, name="some.yml"):
        with (tmp_path / "demo" / name).open("w", encoding="utf-8") as file:
            YAML(typ="safe", pure=True).dump(list(talks), file)
        return tmp_path

    return write


def test_talk_is_read_with_every_key(written):
    checks = {"says": ["a"], "speaks": ["b"], "never": ["c"], "money": 5000, "leads_with": [V50], "why": "because"}
    [read] = load_talks(["demo"], written(talk(turns=[{"user": "hi", **checks}, {"user": "bye", "no_cards": True}])))
    first, second = read.turns
    assert (read.name, read.shop, read.file) == ("a-talk", "demo", "demo/some.yml")
    assert first == Turn("hi", ("a",), ("b",), ("c",), (5000,), leads_with=(V50,), why="because")
    assert second.no_cards and second.is_checked


@pytest.mark.parametrize(
    ("malformed", "why"),
    [
        ("talk", "is no mapping"),
        (talk(talk="Not Kebab"), "kebab-case"),
        (talk(about=None), "about is missing"),
        (talk(language="fr"), "language is none of"),
        (talk(mood="good"), "there is no key 'mood'"),
        (talk(turns=[]), "turns is no list"),
        (talk(turns=[{"user": "hi"}]), "nothing is checked"),
        (talk(turns=[{"says": ["a"]}]), "turn 1: user says nothing"),
        (turn(sayz=["a"]), "turn 1: there is no key 'sayz'"),
        (turn(says="a"), "says is no list"),
        (turn(says=[]), "says is no list"),
        (turn(says=["("]), "is no pattern"),
        (turn(says=["a|"]), "is found in silence"),
        (turn(never=["a*"]), "is found in silence"),
        (turn(says=["hồng"]), "is not folded"),
        (turn(never=["Het"]), "is not folded"),
        (turn(speaks=[5]), "is no text"),
        (turn(money="5000"), "is no amount"),
        (turn(money=[True]), "is no amount"),
        (turn(money=0), "is no amount"),
        (turn(money=[]), "money is no list"),
        (turn(cards=["DT-TAINGHE-99"]), "is no SKU of this shop"),
        (turn(leads_with=["GT-GA20"]), "is no SKU of this shop"),
        (turn(no_cards=False), "no_cards is either true or left out"),
        (turn(no_cards=True, cards=[V50]), "cannot hold"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_malformed_talk_is_refused_with_its_file_and_name(written, malformed, why):
    with pytest.raises(BadTalks) as refused:
        load_talks(["demo"], written(talk(talk="good"), malformed))
    where = ("demo/some.yml: a-talk: ", "demo/some.yml: Not Kebab: ", "demo/some.yml: talk 2: ")
    assert all(problem.startswith(where) for problem in refused.value.problems)
    assert any(why in problem for problem in refused.value.problems)


def test_every_problem_is_told_at_once_and_a_name_belongs_to_one_talk(written):
    written(talk(), name="first.yml")
    folder = written(talk(), turn(says=["A"], cards=["B"]), name="second.yml")
    (folder / "demo" / "third.yml").write_text("- talk: [", encoding="utf-8")
    (folder / "demo" / "fourth.yml").write_text("talk: a", encoding="utf-8")
    with pytest.raises(BadTalks) as refused:
        load_talks(["demo"], folder)
    told = "\n".join(refused.value.problems)
    assert "demo/second.yml: a-talk: another talk has this name" in told
    assert "says: 'A' is not folded" in told and "cards: 'B' is no SKU" in told
    assert "demo/third.yml: is no YAML" in told and "demo/fourth.yml: is no list" in told


def test_escapes_spaces_and_newlines_belong_in_a_pattern(written):
    patterns = [r"\S+ x", r"\bgia\B", "(^|\n)da,", r"^da\n", "[^.]{0,25} ₫", "2 ?(-|–|—) ?3"]
    assert load_talks(["demo"], written(turn(says=patterns)))


def test_talks_of_the_project_can_be_judged_by():
    talks = load_talks()
    assert {one.shop for one in talks} == set(SHOPS)
    assert len({one.name for one in talks}) == len(talks)
