"""Talking on Messenger, from Meta's side of the wire."""


async def test_who_writes_is_answered(page, vera):
    await vera.says("Phí ship bao nhiêu?")
    line = await vera.gets()
    assert line.text.endswith("echo: Phí ship bao nhiêu?")
    assert page.heard == ["Phí ship bao nhiêu?"]
