"""The folded words by which headings are recognised."""

import re

from wardtui.domain.roster.columns import Meaning

# Columns about something else, whatever words they share with ours: searched first.
NOT_OURS = re.compile(
    r"^(ngay|noi|co quan|han|thoi han|gio|thoi gian) (cap|het|lam|thu|kich|nhan|tra|goi|hen|lien"
    r"|tiep|gia|su|dang ky(?! (thuong|ho khau|hk)))\b"
    r"|nghe nghiep|nghe nghe|lam viec|noi cong tac|noi hoc|trinh do|hoc van|e ?mail|facebook"
    r"|^ten (thuong goi|goi khac|khac|cu)|bi danh|noi sinh|que quan|nguyen quan|^que$"
    r"|(noi|so|giay|dang ky|dk) khai sinh"
    r"|can bo|cskv|canh sat|nguoi (lap|nhap|goi|phu|ra soat|thuc hien)|phu trach|to truong"
    r"|truong thon|cong an|chuc (vu|danh)|cap bac|so so|^so (ho khau|hk|sk|hs|ho so)$|^ma (ho|hs)"
    r"|^so ho$|bhyt|bhxh|bao hiem|ma so thue|^(so )?ho chieu$|quoc tich|chu ky|ky (ten|nhan)|^anh$"
    r"|^tuoi|do tuoi|so luong|^tong|^cong$|dan so"
    r"|\b(vo|chong)\b|khong co dien thoai"
    r"|^((phuong|xa|thi tran|quan|huyen|tinh|thanh pho|tp)( |$))+$"
)
FIELD_OF_OTHERS = re.compile(
    r"sinh|dinh danh|\bcccd\b|can cuoc|cmnd|dia chi|nghe|quan he|gioi|tuoi|thuong tru|noi o"
    r"|\bbirth|\bid\b"
)
PHONE = re.compile(
    r"dien ?thoai|dien toai|\bd ?thoai|\bs ?d ?t\b|sdt|\bso d ?t\b|\bso dthoai|\bdtdd\b|di dong"
    r"|phone|mobile|\btel\b|so (may|lien he|lien lac)|thong tin lien|^lien (he|lac)|\bzalo\b|^dd$"
)
NAMED = re.compile(r"\bho\b.*\bten\b|\bten\b|name")
GUARDIAN = re.compile(
    r"dai dien|giam ho|phu huynh|guardian|parent|nguoi nuoi|con ong"
    r"|\b(cha|bo|ba) (va |hoac |va hoac )?me\b|\bme (va |hoac )?(cha|bo|ba)\b|nguoi bao ho"
)
FATHER = re.compile(r"\b(cha|bố|ba|tía)\b|\bho ten bo\b|^(sdt|dt|dien thoai|ten) bo\b|^bo$|father")
MOTHER = re.compile(r"\b(mẹ|má)\b|\bho ten me\b|^(sdt|dt|dien thoai|ten) me\b|^me$|mother")
HEAD = re.compile(r"\bchu ho\b|household head|head of (the )?household|^ch$")
RELATIVE = re.compile(r"nguoi than|than nhan|nguoi nha|nguoi lien (he|lac)|relative")
RELATION = re.compile(r"quan he|^q ?he\b|^qh\b|relation(ship)?\b")

_AREA_WORD = (
    r"to dan pho|to dan cu|to nhan dan|to tu quan|to dp|tdp|to|thon|xom|ap|ban|buon|lang|khom"
    r"|khu pho|khu dan cu|kdc|kp|khu vuc|khu|doi|phum|soc|dia ban|area|hamlet|village|group|zone"
)
AREA = re.compile(
    rf"^((so|ten|thuoc|ma) )*({_AREA_WORD})( ({_AREA_WORD}|so|hoac|va|cu tru|quan ly|no|number|dp"
    r"|dan pho|name))*$"
)
BIRTH = re.compile(
    r"\bngay.*\bsin?h\b|\bnam sin?h|\bthang.*\bsinh|^ns$|^sinh\b|^n sinh|^ng sinh|nsinh|birth"
    r"|^d ?o ?b$|^ntns|namsinh|ngaysinh|^ng?ay thang nam$|^n t n sinh"
)
ADDRESS_PARTS = re.compile(r"(so nha|nha so).*(duong|pho|ngo|ngach|hem|thon|xom|to|ap)\b")

# Searched in this order: what is more particular comes first.
PATTERNS = tuple(
    (meaning, re.compile(pattern))
    for meaning, pattern in (
        (
            Meaning.NOTE,
            (
                r"ghi chu|\bghi chi\b|^gc$|^g ?chu$|^notes?\b|remark|comment|^ly do|nguyen nhan"
                r"|y kien|^luu y|^ket qua (lien he|goi|van dong)"
            ),
        ),
        (
            Meaning.ORDINAL,
            r"^(s ?t ?t|so ?tt|so thu tu|thu tu|t ?t|no|num|number|index)$|^stt ",
        ),
        (Meaning.HOME_SERVICE, r"tai nha$|tai nha (rieng|x)$|home (service|visit)"),
        (
            Meaning.REGISTERED_HERE,
            r"^(co|da) (dk |dang ky )?(ho khau|hk|hktt|thuong tru)|^registered",
        ),
        (
            Meaning.LIVES_HERE,
            (
                r"^(co mat|hien dien|thuc te co mat|dang (o|cu tru|sinh song|co mat))"
                r"( tai)?( dia phuong| dia ban| phuong| xa| day| thuc te)?$|^lives here"
            ),
        ),
        (
            Meaning.RESIDENCY,
            (
                r"^((dien|loai|hinh thuc|tinh trang|trang thai|thong tin) )?cu tru$|\bkt ?[1-4]\b"
                r"|^(dien )?kt$|^dien$|^residenc|(tam vang|vang mat|di vang|vang)$"
                r"|^(dang ky )?thuong tru tam tru|^dien (thuong|tam)"
            ),
        ),
        (
            Meaning.CURRENT_ADDRESS,
            (
                r"(noi|cho) (dang |thuc te )?o\b|hien (tai|nay|o)\b|tam tru|current"
                r"|(dang|thuc te) (o|cu tru)\b|cu tru thuc te|^n ?o ?h ?[nt]$|lives at"
            ),
        ),
        (Meaning.HOUSE_NUMBER, r"^(so nha|nha so|sn|so can ho|can ho so|house (no|number))$"),
        (
            Meaning.STREET,
            (
                r"^(ten )?(duong|pho|duong pho|pho duong|ngo|ngach|hem|kiet|ngo ngach|ngo hem"
                r"|ngo ngach hem|street)$"
            ),
        ),
        (
            Meaning.ADDRESS,
            (
                r"dia chi|thuong tru|ho khau|\bhk\b|hktt|dkhk|dktt|^d ?c\b|address|noi cu tru"
                r"|\bt ?tru\b"
            ),
        ),
        (Meaning.PHONE, PHONE.pattern),
        (Meaning.SEX, r"gioi tin|^gt$|^g ?tinh$|^gioi$|^phai$|^nam (hay |hoac )?nu$|^sex$|gender"),
        (
            Meaning.FAMILY_NAME,
            r"^ho( va)?( ten| chu)? ?(dem|lot)$|^ho$|surname|family name|last name|^ho ten lot$",
        ),
        (Meaning.GIVEN_NAME, r"given name|first name|^ten rieng$"),
        (
            Meaning.NAME,
            (
                r"\bho\b.*\bten\b|^ten$|full ?name|^names?$|^h ?v ?t$"
                r"|^ten (tre|con|hoc sinh|khai sinh)"
                r"|^(ten )?(cong dan|nguoi dan|nhan khau|thanh vien)$"
                r"|hoten|hovaten|^ho va te?[mn]*$|^(resident|citizen)( name)?$"
            ),
        ),
    )
)
LEGACY_ID9 = re.compile(r"cmnd|\bcmt|chung minh")
PERSONAL_ID = re.compile(
    r"\b(so|ma) (so )?(dinh danh|dd)\b|dinh danh|ddcn|\bmdd|\bc{2,4}d{1,2}\b|can cuoc"
    r"|^(so )?cc$|so cc\b|ma so cong dan|so the|so giay to|giay to tuy than|\bgttt\b"
    r"|personal (id|n)|\bid (n|card n)|citizen id|national id|^id$|12 so"
)
