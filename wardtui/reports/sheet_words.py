"""What codes are called in the narrow columns of printed sheets.

The sheets are read by the team and by helpers, and their templates are Vietnamese: so are these, in
either language of the screen.
"""

from wardtui.domain.papers import Paper
from wardtui.domain.session_codes import SessionKind
from wardtui.domain.vocabulary import Need, SupportNeed

KINDS = {
    SessionKind.DISTRICT_OFFICE: "Trụ sở khu vực",
    SessionKind.WARD_OFFICE: "Trụ sở công an phường, xã",
    SessionKind.WARD_EVENING: "Buổi tối tại phường, xã",
    SessionKind.MOBILE_TEAM: "Tổ lưu động",
    SessionKind.AT_HOME: "Phục vụ tại nhà",
    SessionKind.HOSPITAL_BED: "Phục vụ tại bệnh viện",
    SessionKind.SOCIAL_CENTRE: "Phục vụ tại cơ sở trợ giúp xã hội",
    SessionKind.MARKET_OR_HALL: "Chợ, nhà văn hóa, sảnh chung cư",
    SessionKind.OTHER_PROVINCE: "Tổ lưu động ngoài tỉnh",
}
NEEDS = {
    Need.ID_CARD: "Căn cước",
    Need.CHILD_CARD: "Căn cước trẻ em",
    Need.VNEID_ACCOUNT: "Tài khoản VNeID",
    Need.VNEID_ACTIVATION: "Kích hoạt VNeID",
}
PAPERS = {
    Paper.GUARDIAN: "người đại diện",
    Paper.GUARDIAN_ALONE: "người đại diện (không cần cháu)",
    Paper.BIRTH_CERTIFICATE: "khai sinh, nếu chưa có số ĐDCN",
    Paper.OLD_CARD: "thẻ cũ, nếu còn",
    Paper.CHIP_CARD: "thẻ gắn chip",
    Paper.OWN_PHONE: "điện thoại, SIM chính chủ",
    Paper.GUARDIANS_PHONE: "điện thoại người đại diện",
    Paper.RIGHT_DATA: "giấy tờ có thông tin đúng",
}
SUPPORT_NEEDS = {
    SupportNeed.HOME_SERVICE: "Phục vụ tại nhà",
    SupportNeed.AT_FACILITY_SERVICE: "Phục vụ tại cơ sở",
    SupportNeed.STEP_FREE: "Lối đi thuận tiện",
    SupportNeed.COMPANION: "Có người đi cùng",
    SupportNeed.INTERPRETER: "Phiên dịch",
    SupportNeed.EVENING: "Buổi tối",
    SupportNeed.WEEKEND: "Cuối tuần",
    SupportNeed.TRANSPORT: "Hỗ trợ đi lại",
    SupportNeed.LONGER_SLOT: "Thêm thời gian",
    SupportNeed.QUIET_SLOT: "Giờ vắng",
    SupportNeed.LARGE_PRINT: "Chữ to",
    SupportNeed.DEVICE_HELP: "Hỗ trợ điện thoại",
    SupportNeed.PAPERWORK_HELP: "Hỗ trợ giấy tờ",
    SupportNeed.VIA_GROUP_HEAD: "Liên hệ qua tổ trưởng",
    SupportNeed.OFFICER_PREFERENCE: "Đề nghị cán bộ nam/nữ",
    SupportNeed.WARM_HANDS: "Làm sạch, làm ấm tay",
}
