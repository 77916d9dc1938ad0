"""Which words are Vietnamese syllables: initial, rhyme and place of the tone, as in the standard spelling."""

from functools import lru_cache

from qlcl.kernel.text import ALPHABET, split_tone

_INITIALS = (
    "ngh", "ch", "gh", "gi", "kh", "ng", "nh", "ph", "qu", "th", "tr",
    "b", "c", "d", "đ", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "x", "",
)  # fmt: skip
_SPELT = """
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên ênh êp êt êu ênh
    i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu
    o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt
    oc oe oen oeo oet oi om on ong ooc oong op ot
    ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơng ơp ơt
    u ua uân uâng uât uây uc uê uêch uênh ui um un ung uô uôc uôi uôm uôn uông uôt
    up ut uơ uy uya uych uyên uyêt uynh uyt uyu
    ư ưa ưc ưi ưm ưn ưng ươ ươc ươi ươm ươn ương ươp ươt ươu ưt ưu
    y yêm yên yêng yêt yêu ynh yt
"""
_RHYMES = frozenset(_SPELT.split())
_VOWELS = frozenset("aăâeêioôơuưy")
_MARKED = frozenset("ăâêôơư")
_STOPS = ("c", "ch", "p", "t")


@lru_cache(maxsize=20_000)
def is_syllable(word: str) -> bool:
    """Whether `word` is spelt as one Vietnamese syllable, in plain, Title or UPPER case."""
    if not (word.islower() or word.isupper() or (word[:1].isupper() and word[1:].islower())):
        return False
    letters, tones = split_tone(word.lower())
    if len(tones) > 1:
        return False
    return any(
        letters.startswith(initial)
        and _is_rhyme(letters[len(initial) :], [(place - len(initial), tone) for place, tone in tones])
        for initial in _INITIALS
    ) or (letters in {"gi", "gin", "giêng"} and tones[:1] == [(letters.find("i"), t) for _, t in tones[:1]])


@lru_cache(maxsize=20_000)
def is_spelt(word: str) -> bool:
    """Whether `word` has only letters of the Vietnamese alphabet and at most one tone, as names of other peoples do."""
    letters, tones = split_tone(word.lower())
    return len(tones) <= 1 and all(letter in ALPHABET for letter in letters)


def _is_rhyme(rhyme: str, tones: list[tuple[int, int]]) -> bool:
    if rhyme not in _RHYMES:
        return False
    if not tones:
        return True
    place, tone = tones[0]
    if rhyme.endswith(_STOPS) and tone in (2, 3, 4):
        return False
    return place in _tone_places(rhyme)


@lru_cache(maxsize=500)
def _tone_places(rhyme: str) -> frozenset[int]:
    """Where a rhyme may bear its tone; oa, oe, uy have an old and a new place."""
    vowels = [place for place, letter in enumerate(rhyme) if letter in _VOWELS]
    marked = [place for place in vowels if rhyme[place] in _MARKED]
    if marked:
        return frozenset({marked[-1]})
    if len(vowels) == 1:
        return frozenset(vowels)
    if len(vowels) == 3:
        return frozenset({vowels[1]})
    if rhyme in {"oa", "oe", "uy"}:
        return frozenset(vowels)
    return frozenset({vowels[-1] if rhyme[-1] not in _VOWELS else vowels[0]})
