"""What a Vietnamese syllable can look like: a word that cannot be one was read wrongly.

Source: the orthography's onsets and rhymes (listed in Hoàng Phê, Từ điển vần). Tones are taken off
first, wherever in the syllable they stand: old and new spelling differ in that.
"""

import re
import unicodedata
from functools import lru_cache

_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")

_ONSET = "ngh|ng|nh|ch|gh|gi|kh|ph|qu?|th|tr|[bcdđghklmnpqrstvx]"

_RHYMES = """
a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
e ec em en eng eo ep et ê êch êm ên êng ênh êp êt êu
i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu
o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om
on ong ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
u ua uân uâng uât uây uc uê uêch uênh ui um un ung uôc uôi uôm uôn uông uôt uơ up ut uy uya uych
uyên uyêt uyn uynh uyp uyt uyu ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu
y yêm yên yêng yêt yêu
"""

_SYLLABLE = re.compile(f"(?:{_ONSET})?(?:{'|'.join(_RHYMES.split())})")
# Eth looks like đ and stands for it in real lists.
_LOOKALIKES = str.maketrans("ðÐ", "đĐ")


@lru_cache(maxsize=8192)
def is_syllable(word: str) -> bool:
    """Whether a word can be one Vietnamese syllable, with one tone at most, in any case."""
    decomposed = unicodedata.normalize("NFD", word.translate(_LOOKALIKES))
    toneless, tones = _TONES.subn("", decomposed)
    folded = unicodedata.normalize("NFC", toneless).casefold()
    return tones <= 1 and _SYLLABLE.fullmatch(folded) is not None
