"""The word lists of ``wardtui.domain.neutral``.

Phrases are separated by ``|`` and written with their diacritics. Sources: the list of what is not
stored (drug use, conviction or prison, diagnosis or mental state, ethnicity, religion, politics,
labels of conduct and of poverty) and the way in which ward lists write it.
"""

MARKED = """
nghiện|nghiện hút|ngáo đá|đập đá|hút chích|phê thuốc|hàng trắng|chích hút
|tù|đi tu|mang án treo|tiền án|tiền sự|án tích|có án|mang án|lĩnh án|chịu án|án phạt|án tù|bị bắt
|bị giam|giam giữ|bị án|can tội|can án|quản chế|quản thúc|phạt tù|trường giáo dưỡng|trại cải tạo
|đi cải tạo|lao động cải tạo|cải tạo không giam giữ|cơ sở giáo dục bắt buộc|giáo dục tại xã
|giáo dục tại phường|gây án|trả án|phạm nhân|bị can|bị cáo
|điên|khùng|hâm dở|dở hơi|tự kỷ|tự kỉ|trầm cảm|mất trí|lú lẫn|bị lẫn|đãng trí|câm|điếc|mù|liệt
|lao phổi|thần kinh không bình thường|thần kinh không ổn định|nhiễm h|dương tính|động kinh|khởi tố
|dị tật|bị tật|có tật|ngớ ngẩn|đần độn
|thiên chúa|phật tử|giáo dân|đi đạo|có đạo|đạo phật|đạo hồi|đạo lạ|tà đạo|đạo cao đài|cao đài
|hòa hảo
|nhà sư|sư cô|ni cô|tăng ni|tu sĩ|tu sỹ|sư thầy
|phản động|bất mãn|lính ngụy|ngụy quân|ngụy quyền|biểu tình|vào đảng|tư tưởng xấu
|chống đối|ngoan cố|ngoan cô|gây rối|côn đồ|bất hảo|lì lợm|chầy bửa|quậy phá|rượu chè|say xỉn
|nát rượu|say rượu|đánh bạc|hộ khó khăn|hoàn cảnh khó khăn|gia đình khó khăn
"""
"""Certain only with their diacritics: without them they are read as other words too."""

CERTAIN = """
ma túy|nghiện ma túy|cai nghiện|con nghiện|bị nghiện|người nghiện|nghiện rượu|nghiện nặng
|nghiện hút nặng|tiêm chích|heroin|hêrôin|cần sa|thuốc phiện|thuốc lắc|methadone|methadol
|chất cấm|chất kích thích
|tiền án tiền sự|tiền án và tiền sự|có tiền án|có tiền sự|tats|ta ts|án treo|đặc xá|tái phạm
|phạm tội|tội phạm|thi hành án|chấp hành án|chấp hành xong án|chấp hành xong hình phạt
|chấp hành hình phạt|mãn hạn tù|hình phạt tù|trại giam|tạm giam|trại tạm giam|tạm giữ hình sự
|truy nã|kết án|vi phạm pháp luật|tù treo|tha tù trước thời hạn
|tâm thần|tâm thần phân liệt|thần kinh|thiểu năng|chậm phát triển|bại não|hội chứng down
|chất độc da cam|ung thư|hiv|aids|sida|viêm gan|tiểu đường|đái tháo đường|huyết áp|tai biến|đột quỵ
|tim mạch|suy thận|chạy thận|xơ gan|nhiễm covid|bị covid|mắc covid|bại liệt|nằm liệt
|liệt giường|liệt nửa người|khuyết tật|tàn tật|khiếm thị|khiếm thính|câm điếc|mù lòa|alzheimer
|parkinson|bệnh|mất trí nhớ|rối loạn tâm lý
|dân tộc|người dân tộc|dân tộc thiểu số|người dân tộc thiểu số
|thiểu số|dtts|hmông|h mông|khmer|khơ me
|tôn giáo|công giáo|thiên chúa giáo|đạo thiên chúa|theo đạo|phật giáo|tin lành|hồi giáo
|đạo tin lành|pháp luân công|hội thánh đức chúa trời|linh mục
|chính trị|đảng viên|khiếu kiện
|đối tượng|chây ỳ|chây ì|chầy ỳ|chầy ì|chây lười|mại dâm|giang hồ|cờ bạc|xã hội đen
|nghèo|hộ nghèo|cận nghèo|hộ cận nghèo|thoát nghèo|nhà nghèo|ăn xin
|drug|drugs|addict|addicted|addiction|convict|convicted|conviction|criminal|prison|prisoner|jail
|psychiatric|schizophrenia|dementia|disability|disabled person|ethnic|ethnicity|religion|religious
|catholic|buddhist|muslim|communist|poor household|near poor|uncooperative
"""
"""Certain without diacritics too."""

HARMLESS = """
bệnh viện|bệnh xá|bệnh binh|giường bệnh|khám bệnh|chữa bệnh|khám chữa bệnh|khám và chữa bệnh
|phòng bệnh|phòng khám bệnh|dịch bệnh|phòng chống dịch bệnh|bảo hiểm khám chữa bệnh|nuôi bệnh
|chăm bệnh|thăm bệnh|trông bệnh|thanh liệt
|trường dân tộc|dân tộc nội trú|dân tộc bán trú|trường phổ thông dân tộc|phổ thông dân tộc
|bảo tàng dân tộc|bảo tàng dân tộc học|bảo tàng văn hóa các dân tộc|học viện dân tộc
|ban dân tộc|phòng dân tộc|ủy ban dân tộc|viện dân tộc|viện dân tộc học|hội đồng dân tộc
|làng văn hóa các dân tộc|văn hóa dân tộc|đại học dân tộc|dự bị đại học dân tộc|dân tộc và tôn giáo
|ban tôn giáo|phòng tôn giáo|ban dân tộc tôn giáo
|học viện chính trị|trường chính trị|trung tâm chính trị|bồi dưỡng chính trị|chính trị viên
|hệ thống chính trị|lý luận chính trị|giáo dục chính trị|chính trị quốc gia
|chi cục thi hành án|cục thi hành án|cơ quan thi hành án|cán bộ thi hành án
|tù mù|tù túng|ao tù|nước tù|mù chữ|sương mù|mịt mù|mù u|mù tạt|mù cang chải|mù cả|mù sang
|mù tịt|mù mờ|mù công nghệ|liệt kê|liệt sĩ|liệt sỹ|quyết liệt|nhiệt liệt|oanh liệt|khốc liệt
|mãnh liệt|kịch liệt|điên điển|câm lặng|có đạo đức|ma tuy nhiên|cao đài loan|vì người nghèo
|hiểm nghèo|nhà văn hóa|nhà sư phạm|bị bắt buộc|tin lành mạnh|nghiên cứu|máy đo huyết áp
|trung tâm khuyết tật|trung tâm bảo trợ người khuyết tật|hội người khuyết tật|hội người mù|hội mù
|người thái bình|người thái nguyên|người thái lan|người thái thụy|người thái hòa|người thái thịnh
|người lào cai|người mường la|người mường lát|người mường nhé|người mường khương
|người mường chà|người mường ảng|người mường tè|người hoa kỳ|người hoa lư|người hoa lộc
|người hoa mắt|người kinh môn|người kinh bắc|người kinh doanh|người kinh tế|người thổ nhĩ kỳ
|người mông cổ|người mông dương|người chăm sóc|người chăm lo|người chăm nom|người chăm chỉ
|người chăm bẵm
|người thái độ|người dao động
"""
"""Places, offices and other words in which a forbidden word stands and means nothing."""

PEOPLES = """
mường|tày|nùng|dao|thái|hmông|h mông|mông|mèo|khmer|khơ me|khơ mú|hoa|chăm|ê đê|ba na|gia rai
|j rai|xơ đăng|cơ ho|k ho|sán dìu|sán chay|cao lan|hrê|raglai|ra glai|m nông|mnông|thổ|xtiêng
|s tiêng|bru|vân kiều|cơ tu|giáy|tà ôi|chơ ro|hà nhì|lào|la chí|phù lá|la hủ|pà thẻn
|lô lô|cơ lao|kinh|sán chỉ|chu ru|co lao
"""
"""Peoples: a label after "người" and "đồng bào", and as the whole of a cell."""

PEOPLES_CERTAIN = "muong|hmong|h mong|khmer|ede|e de|jrai|j rai|bana|raglai"
"""Those that are certain without diacritics after "nguoi"."""
