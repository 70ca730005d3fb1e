"""English is read, short replies too; before anything else the coach is silent."""

import pytest

from coach.language import is_english

OTHERS = {
    "German": "Ich bin heute so müde und weiß nicht, wie ich das alles schaffen soll.",
    "German, plain letters": "hab dich lieb, das wird schon wieder",
    "French": "Je suis tellement fatiguée, et il ne m'a même pas demandé comment j'allais.",
    "French, short": "oh non, je suis là",
    "Spanish": "Hoy me sentí muy sola en la fiesta y nadie se dio cuenta.",
    "Italian": "Non so come dirtelo, ma oggi mi sono sentito piccolo.",
    "Portuguese": "Estou com saudades de você e não sei o que fazer com isso.",
    "Dutch": "Ik ben zo moe van alles en niemand die het ziet.",
    "Swedish": "Jag är så trött på att alltid vara den som frågar.",
    "Norwegian": "Jeg er så glad for at du ringte i går kveld.",
    "Danish": "Jeg ved ikke, hvad jeg skal sige til min mor.",
    "Finnish": "Minulla oli tänään todella huono päivä töissä.",
    "Polish": "Nie wiem, jak mam mu to powiedzieć, boję się.",
    "Czech": "Dnes jsem byla celý den sama a bylo mi smutno.",
    "Hungarian": "Nagyon fáradt vagyok, és senki sem kérdezi, hogy vagyok.",
    "Romanian": "Sunt foarte obosit și nu mai pot vorbi despre asta.",
    "Turkish": "Bugün çok yoruldum ve kimse beni dinlemedi.",
    "Indonesian": "Aku capek sekali dan tidak ada yang tanya kabar aku.",
    "Swahili": "Nimechoka sana na hakuna mtu wa kuongea naye.",
    "Tagalog": "Pagod na ako at walang nakikinig sa akin ngayon.",
    "Hindi, in Latin letters": "Mujhe bahut akela lag raha hai, koi baat nahi karta.",
    "Vietnamese": "Hôm nay tôi rất buồn và không biết nói với ai.",
    "Russian": "Мне сегодня было очень одиноко.",
    "Greek": "Είμαι πολύ κουρασμένη σήμερα.",
    "Arabic": "أنا متعب جدا اليوم ولا أحد يسمعني",
    "Hebrew": "אני עייף מאוד היום ואף אחד לא שואל",
    "Japanese": "今日はとても寂しかったです。",
    "Chinese": "我今天很累，没有人问我怎么了。",
    "Korean": "오늘 너무 힘들었는데 아무도 몰라요.",
    "Thai": "วันนี้ฉันเหนื่อยมาก",
}
ENGLISH = [
    "oh no",
    "ugh same",
    "I'm so sorry",
    "aw that's rough",
    "ok",
    "love you",
    "fine",
    "nothing",
    "im tired",
    "u ok?",
    "tell me more",
    "that sucks",
    "Well done you!",
    "What was it like?",
    "GOT IN",
    "It's a bin.",
    "Everyone's low in winter.",
    "idk what to say but im here",
    "My abuela died on Sunday and I keep smelling her kitchen.",
    "Sister mi. NEPA took light at 11:41. Portal closes 11:59. I just want to lie down.",
    "Yaar I need your brain. My roommate is using my shampoo and my good kurta.",
    "I said 'je ne sais quoi' and she laughed at me in front of everyone.",
]
NOTHING = [
    "😀😀😭",
    "🙃",
    "...",
    "12345 67",
    "\x00\x00",
    "def f(x):\n    return x + 1\n\nclass A:\n    pass",
    'for (int i = 0; i < n; i++) { printf("%d", i); }',
    "SELECT name FROM people WHERE id = 4;",
    '{"name": "Ann", "is": true, "not": [1, 2, 3]}',
    "asdkjh qwlekj zxmcn qpwoe lkj",
]


@pytest.mark.parametrize("text", OTHERS.values(), ids=OTHERS.keys())
def test_it_is_silent_before_another_language(text: str) -> None:
    assert not is_english(text)


@pytest.mark.parametrize("text", ENGLISH)
def test_english_is_read_however_short(text: str) -> None:
    assert is_english(text)


@pytest.mark.parametrize("text", NOTHING)
def test_code_and_emoji_are_not_english(text: str) -> None:
    assert not is_english(text)
