"""The few addresses whose answers carry numbers and addresses in full, and why they must (完整显示的文书).

Everything else masks; the crawler of the tests walks all addresses and lets only these through. An address is added
here with its reason, or it masks.
"""

from typing import Final

SHOWN_WHOLE: Final = {
    "staff:reveal": "查看完整内容本身:选了理由、记入日志,只在这一次的回答里显示一项",
    "staff:letter": "送给本人的通知书,要写明给谁(57号 第十、二十一条)",
    "staff:service_form": "送达回证写明送到哪里,由收件人签字(57号 第二十一条)",
    "staff:survey_form": "入户调查表带到现场,写明门牌、逐项核对(57号 第十五、十六条)",
    "staff:paper": "家庭交来的材料原件(身份证、存折照片),看一次记一次日志(57号 第九条)",
    "staff:roll_file": "封存名册交给银行发放,要有户名和账号(57号 第二十五条)",
    "staff:referral": "受件部门要凭证件号和电话办理这一件;转出一方看到的是打码的(21号 三20)",
    "staff:inbox_open": "部门下载的转办表,同样要凭证件号办理,下载记入日志",
    "staff:inbox_returned": "部门自己传回的表里没收下的行,原样退回才能改好再传",
    "staff:import_bad": "上传人自己的文件里出错的行,原样退回才能改好再传",
}
