"""From names as people write them to the words they are compared by.

fold      text → folded text: case, accents, ligatures and apostrophes gone, CJK variants joined
tokens    text → folded tokens in order; runs of Chinese or Japanese are cut at the words of the lexicon
Lexicon   token → what it means: a concept («=uni»), nothing (an article), or itself (a proper word)

Source: data/words.csv, written for this project: the words for university, institute, technology … in 40 languages.
"""

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from hashlib import blake2b
from importlib.resources import files

LETTERS = str.maketrans(
    {
        "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ə": "a", "ħ": "h",
        "ŋ": "n", "ŧ": "t", "ß": "ss", "ʻ": "'", "ʼ": "'", "’": "'", "‘": "'", "`": "'", "´": "'", "ʹ": "'", "′": "'",
        "_": " ", "\u200b": "", "\u200c": "", "\u200d": "", "\u00ad": "", "ـ": "", "ى": "ی", "ي": "ی", "ك": "ک",
        "ة": "ه", "أ": "ا", "إ": "ا", "آ": "ا", "學": "学", "國": "国", "華": "华", "東": "东", "醫": "医", "師": "师",
        "範": "范", "業": "业", "農": "农", "經": "经", "経": "经", "濟": "济", "済": "济", "電": "电", "臺": "台",
        "灣": "湾", "門": "门", "廣": "广", "広": "广", "龍": "龙", "竜": "龙", "濱": "滨", "浜": "滨", "漢": "汉",
        "蘭": "兰", "關": "关", "関": "关", "長": "长", "開": "开", "營": "营", "際": "际", "術": "术", "藝": "艺",
        "芸": "艺", "語": "语", "財": "财", "貿": "贸", "築": "筑", "鐵": "铁", "鉄": "铁", "實": "实", "実": "实",
        "驗": "验", "験": "验", "圖": "图", "図": "图", "書": "书", "館": "馆", "構": "构", "機": "机", "團": "团",
        "団": "团", "員": "员", "會": "会", "協": "协", "應": "应", "応": "应", "環": "环", "產": "产", "産": "产",
        "發": "发", "発": "发", "資": "资", "訊": "讯", "報": "报", "計": "计", "設": "设", "運": "运", "輸": "输",
        "衛": "卫", "藥": "药", "薬": "药", "護": "护", "陽": "阳", "陝": "陕", "雲": "云", "貴": "贵", "寧": "宁",
        "慶": "庆", "漁": "渔", "澤": "泽", "沢": "泽", "齊": "齐", "齋": "斋", "斉": "齐", "齒": "齿", "歯": "齿",
        "縣": "县", "県": "县", "區": "区", "鄉": "乡", "島": "岛", "岡": "冈", "馬": "马", "鳥": "鸟", "橋": "桥",
        "兒": "儿", "児": "儿", "體": "体", "聖": "圣", "聯": "联", "連": "连", "網": "网", "絡": "络", "黃": "黄",
        "齡": "龄", "靜": "静", "陳": "陈", "時": "时", "見": "见", "觀": "观", "観": "观", "樂": "乐", "楽": "乐",
        "義": "义", "紅": "红", "綠": "绿", "織": "织", "紡": "纺", "細": "细", "組": "组", "結": "结", "統": "统",
    }
)  # fmt: skip
"""Letters that Unicode does not take apart, and Chinese characters that Taiwan and Japan write otherwise."""

WORD = re.compile(
    r"[\w\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0900-\u0dff"
    r"\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff']+"
)
"""A run of letters, digits and the marks that belong to them: \\w alone would tear Hindi and Thai words apart."""

REMEMBERED = 50_000
"""How many tokens are remembered with their meaning before all are forgotten."""

LETTERS_SIGN = "#"
"""Stands before letters that an institution is called by, so that «UNO» is no article and «DAI» no university."""

OFTEN_MISSPELT = (
    "academy", "agricultural", "agriculture", "association", "college", "development", "economics", "education",
    "engineering", "foundation", "hospital", "institut", "institute", "instituto", "institution", "international",
    "laboratory", "management", "medical", "medicine", "ministry", "national", "natural", "polytechnic",
    "professional", "regional", "research", "science", "sciences", "society", "technical", "technological",
    "technology", "universidad", "universidade", "universita", "universitas", "universitat", "universitatea",
    "universite", "university", "universitet", "universiteit",
)  # fmt: skip
"""Concepts that every second name has: with a slip they are read all the same. None is a slip of a proper name."""

SHORTEST_SLIP = 6
"""How many letters a word has at least that is read as a slip of a concept."""

PHRASES = {"dai hoc": "university", "hoc vien": "academy", "cao dang": "college"}
"""Words that mean something else together than apart (Vietnamese writes each syllable by itself)."""

PHRASE = re.compile(rf"\b(?:{'|'.join(PHRASES)})\b")
ELIDED = re.compile(r"\b(?:[cdjlmnst]|qu|all|dall|dell|nell|sull)'(?=\w)")
CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")


@lru_cache(maxsize=REMEMBERED)
def fold(text: str) -> str:
    """Fold case, accents, apostrophes and ligatures, so that spellings of one name meet.

    «Kraków», «KRAKOW» and «krakow» give the same; «Köln» and «Koeln» do not (see `alternatives`).
    """
    folded = text.casefold()
    if not folded.isascii():
        folded = _plain(folded)
    if "'" in folded:
        folded = ELIDED.sub(" ", folded).replace("'", "")
    return folded


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.translate(LETTERS))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).translate(LETTERS)


def tokens(text: str) -> list[str]:
    """Give the folded words of a text in order."""
    folded = fold(text)
    if " " in folded:
        folded = PHRASE.sub(lambda found: PHRASES[found[0]], folded)
    found = WORD.findall(folded)
    return found if folded.isascii() or not CJK.search(folded) else [part for word in found for part in _cut(word)]


def _cut(word: str) -> Iterable[str]:
    """Cut a run without spaces at the words of the lexicon: 东京医科大学 → 东京, 医科, 大学."""
    if not CJK.search(word):
        return (word,)
    return (part for part in _cjk_words().split(word) if part)


@cache
def _cjk_words() -> re.Pattern[str]:
    known = sorted((word for word in lexicon().exact if CJK.match(word)), key=len, reverse=True)
    return re.compile(f"({'|'.join(map(re.escape, known))})")


@lru_cache(maxsize=REMEMBERED)
def number(text: str) -> int:
    """Give a number of 64 bits that stands for a folded text; two names share one with a chance of 10⁻⁷."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "little", signed=True)


@lru_cache(maxsize=REMEMBERED)
def alternatives(token: str) -> tuple[str, ...]:
    """Give other spellings a token may stand for: «muenster» is «munster», «aarhus» is «arhus»."""
    written = token
    for pair, letter in (("ae", "a"), ("oe", "o"), ("ue", "u"), ("aa", "a")):
        written = written.replace(pair, letter)
    return (written,) if written != token and len(token) > 3 else ()


class Lexicon:
    """What a token means, whatever its language."""

    def __init__(self, words: Iterable[tuple[str, str]]) -> None:
        """Take words with their meaning: whole, as beginning («univers*») or as end («*schule»)."""
        self.exact: dict[str, str] = {}
        self._beginnings: dict[str, str] = {}
        self._ends: dict[str, str] = {}
        self._met: dict[str, tuple[str, ...]] = {}
        for word, meaning in words:
            table = self._beginnings if word.endswith("*") else self._ends if word.startswith("*") else self.exact
            table.setdefault(fold(word.strip("*")), meaning)

    def meaning(self, token: str) -> tuple[str, ...]:
        """Give the concepts and proper words inside a token; an article gives none, «ruhruniversitat» two."""
        if (met := self._met.get(token)) is None:
            met = self._met[token] = self._meaning(token)
            if len(self._met) > REMEMBERED:
                self._met.clear()
        return met

    def _meaning(self, token: str) -> tuple[str, ...]:
        if token.startswith(LETTERS_SIGN):
            return (token,)
        if token in self.exact:
            return (self.exact[token],) if self.exact[token] else ()
        for end in range(len(token), 2, -1):
            if token[:end] in self._beginnings:
                return (self._beginnings[token[:end]],)
        return self._compound(token) or self._slip(token) or (token,)

    def _compound(self, token: str) -> tuple[str, ...]:
        for start in range(2, len(token) - 3):
            if token[start:] in self._ends:
                return (*self.meaning(token[:start].removesuffix("s")), self._ends[token[start:]])
        return ()

    def _slip(self, token: str) -> tuple[str, ...]:
        """Read «univesity», «instittue» and «colege» as what they are meant to be."""
        if len(token) < SHORTEST_SLIP or not token.isascii() or not token.isalpha():
            return ()
        from rapidfuzz.distance import OSA  # only for words that are no concept

        meant = (word for edge in (token[:2], token[-2:]) for word in _often_misspelt().get(edge, ()))
        return next((self.meaning(word) for word in meant if OSA.distance(word, token, score_cutoff=1) < 2), ())


def _meaning(written: str, sign: str) -> str:
    """Give what words mean: nothing for articles (-), a proper word for names in many spellings (~saint)."""
    return "" if written == "-" else written[1:] if written.startswith("~") else sign + written


@cache
def _often_misspelt() -> dict[str, list[str]]:
    """Give the words by their first and by their last two letters, of which one slip leaves one pair as it is."""
    found: dict[str, list[str]] = {}
    for word in OFTEN_MISSPELT:
        for edge in (word[:2], word[-2:]):
            found.setdefault(edge, []).append(word)
    return found


@cache
def lexicon() -> Lexicon:
    """Give the lexicon that comes with the product, read once: «=uni» for a concept, «@DE» for a country."""
    return Lexicon((*_words("words.csv", "concept", "="), *_words("nationalities.csv", "code", "@")))


def _words(file: str, column: str, sign: str) -> Iterator[tuple[str, str]]:
    text = (files("partner_dashboard.places") / "data" / file).read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        meaning = _meaning(row[column], sign)
        yield from ((word, meaning) for word in row["words"].split())
