"""What the codes of the journal mean, in words: deeds, kinds of records, and what a page was opened for (日志的说法).

One table; a test reads the code and finds every verb that is written anywhere in it.
"""
from __future__ import annotations

from doudi.casework.lifecycle import TABLE
from doudi.people.actions.revealing import REASONS

STEPS = {f"casework.{row.verb}": row.label for row in TABLE}
VERBS = STEPS | {
    "adjusting.begin": "调标后开始预算", "adjusting.count": "算出调标名单", "adjusting.note_clues": "记下要走访的户",
    "adjusting.confirm": "确认调标名单", "adjusting.stop": "停下这批调标", "adjusting.go_on": "接着办这批调标",
    "adjusting.finish": "这批调标办完", "save_proposal": "存标准方案", "send_proposal": "报批标准方案",
    "approve_proposal": "同意标准方案", "return_proposal": "退回标准方案", "publish_proposal": "公布标准方案",
    "drop_proposal": "放弃标准方案",
    "enrolling.begin": "免申即享开始找人", "enrolling.find": "免申即享名单出全", "enrolling.confirm": "确认免申即享名单",
    "enrolling.stop": "停下这批免申即享", "enrolling.go_on": "接着办这批免申即享", "enrolling.finish": "这批免申即享办完",
    "enrolling.decline": "说不要", "enrolling.tell": "出免申即享告知书", "enrolling.want_again": "又要了",
    "add_key": "加密钥", "add_member": "加入家庭成员", "add_supporter": "登记义务人", "appoint": "上岗",
    "ask_elsewhere": "查是否已在别处救助", "attach_paper": "收下材料", "begin_factor": "开始登记手机验证器",
    "carry_on_journal": "恢复后续接日志", "change_password": "改密码", "claim_number": "自报身份证号待核对",
    "close_household": "关闭档案", "complete_person": "补全人员信息", "confirm_factor": "登记手机验证器",
    "correct_person": "更正人员信息", "drop_roll_import": "丢弃名册文件", "end_mandate": "收回代办授权",
    "end_membership": "成员退出家庭", "end_post": "离岗", "end_supporter": "义务人不再供养", "enter_calendar": "录入工作日历",
    "enter_instrument": "录入文件", "enter_switch": "录入本地口径", "enter_value": "录入标准", "export_bad_rows": "导出错行",
    "export_journal": "导出日志", "export_roll": "导出发放名册", "finish_roll_import": "名册导入完成",
    "forget_draft_files": "清除没交的照片", "forget_roll_files": "清除导入文件", "give_code": "发查询码",
    "give_consent": "授权核对", "give_mandate": "登记代办授权", "import_areas": "导入区划",
    "import_management_areas": "导入功能区", "import_roll": "导入名册",
    "issue_letter": "出文书", "load_households": "成批登记家庭", "make_backup": "备份", "make_user": "开账号",
    "move_household": "搬家", "name_deputy": "代班", "open_household": "建档", "open_office": "设立单位",
    "print_authorisation": "打印核对授权书", "print_poster": "打印公示单",
    "print_service_return": "打印送达回证", "print_survey": "打印入户调查表", "progress_refused": "查进度没对上",
    "publish_switch": "公布本地口径", "publish_value": "公布标准", "read": "看档案", "read_import": "看导入名册",
    "read_journal": "看谁看过", "read_letter": "看文书", "read_list": "看清单", "read_paper": "看材料", "read_roll": "看发放名册",
    "record_fact": "记事实", "record_facts": "记事实", "recovery_code": "用恢复码登录", "register_person": "登记人员",
    "remove_paper": "移除材料", "reset_factor": "取消手机验证器", "reset_password": "重设密码", "restore_backup": "用备份恢复",
    "restore_user": "恢复账号", "retract_fact": "撤回事实", "reveal": "看完整信息", "rotate_keys": "换密钥",
    "second_factor": "验证码对了", "second_factor_failed": "验证码不对", "search": "搜人", "search_journal": "查日志",
    "set_guardian": "登记监护人", "set_payee": "登记代领人",
    "set_roll_columns": "名册对列", "sign_in": "登录", "sign_in_failed": "登录没成", "sign_out": "退出",
    "sign_out_everywhere": "所有地方退出",
    "settle_claim": "核对自报的身份证号", "start_roll_import": "开始导入名册", "suspend_user": "停用账号",
    "take_snapshot": "取人口快照", "told_elsewhere": "看到已在别处救助", "try_roll": "名册试算", "upload_roll": "上传名册",
    "withdraw_consent": "撤回授权", "withdraw_switch": "撤回本地口径", "withdraw_value": "撤回标准",
    "casework.build_roll": "编制名册", "casework.determine_household": "全户认定", "casework.draw_for_audit": "抽一户审计",
    "casework.draw_sample": "抽取入户名单", "casework.finish_review": "办结核查", "casework.freeze_roll": "冻结名册",
    "casework.hand_over_work": "移交工作", "casework.handle_change": "办理变化",
    "casework.merge_households": "并户", "casework.move_household": "搬家", "casework.recompute_clocks": "重算期限",
    "casework.record_birth": "登记出生", "casework.record_death": "登记去世", "casework.record_job_offer": "登记介绍工作",
    "casework.report_change": "报告变化", "casework.request_care_assessment": "提请自理能力评估",
    "casework.replay": "复算", "casework.split_household": "分户",
    "casework.told_and_declined": "登记已告知不申请", "referrals.send": "转办", "referrals.accept": "签收转办",
    "referrals.refuse": "退回转办", "referrals.finish": "反馈转办结果", "referrals.revoke": "撤回转办",
    "referrals.take_late": "核实后采用转办结果", "referrals.take_back": "核实后按退回办", "referrals.take_on": "核实后按签收办",
    "referrals.ask": "转办答复待核实", "referrals.dismiss": "核实后不采用答复", "referrals.remind": "催办转办",
    "referrals.export": "下载转办表", "referrals.import": "传回转办表", "referrals.make_token": "发接口令牌",
    "referrals.revoke_token": "收回接口令牌", "read_referral": "看转办件",
    "care.assess": "登记自理能力评估", "care.visit": "登记探访", "care.agree": "登记照料协议",
    "care.end_agreement": "终止照料协议", "care.print_agreement": "打印照料协议",
    "care.wish": "登记供养意愿", "care.ask_for_place": "排队等床",
    "care.admit": "办入住", "care.leave": "办离开机构", "care.keep_institution": "登记供养机构",
    "care.close_institution": "关停供养机构", "care.import_institutions": "用表格登记供养机构",
    "retention.forget": "到期删除档案", "retention.forget_loose_persons": "删除没有档案的人员",
    "retention.forget_removed_papers": "删除移除了的材料", "retention.hold": "留存档案", "retention.lift_hold": "解除留存",
    "retention.round": "清理到期档案", "retention.settle_recovery": "登记追缴结清",
}
# Deeds by which somebody saw what stands in a family's file.
READING = ("read", "read_paper", "read_letter", "issue_letter", "print_authorisation", "print_poster",
           "print_service_return", "print_survey", "care.print_agreement", "reveal", "ask_elsewhere", "told_elsewhere", "read_referral")
KINDS = {
    "household": "户", "case": "案件", "person": "人员", "paper": "材料", "application": "申请", "fact": "事实", "user": "账号",
    "office": "单位", "roll": "名册", "import_run": "导入", "import_runs": "导入", "households": "户", "draw": "抽查",
    "list": "清单", "number": "受理编号", "calendar": "工作日历", "instrument": "文件", "value": "标准", "switch": "本地口径",
    "areas": "区划", "journal": "日志", "seal": "封条", "replay_run": "复算", "round": "清理", "keys": "密钥", "backup": "备份",
    "snapshot": "人口快照", "batch": "调标名单", "proposal": "标准方案",
    "enrolment": "免申即享名单", "nobody": "系统里没有的人", "institution": "供养机构",
}
# The page that was opened, by its name in the addresses.
PURPOSES = {
    "case": "办理案件", "turns": "办理案件", "visit": "入户调查", "deed": "办理案件", "household": "看一户一档",
    "intake": "受理申请", "facts": "改事实", "members": "改家庭成员", "papers": "收材料", "change": "登记变化", "codes": "发查询码",
    "paper": "看材料", "letter": "看文书", "workbench": "看工作台", "cases": "看案件清单", "search": "搜人", "counter": "窗口受理",
    "publicities": "看公示", "draws": "看抽查", "reviews": "看复核", "roll_run": "看发放名册", "import_run": "看导入名册",
    "import_bad": "退回错行", "readers": "看谁看过", "journal": "查日志",
    "elsewhere": "查是否已在别处救助", "person": "看人员信息", "reveal": "看完整信息", "helpers": "登记代办授权",
    "helper_end": "收回代办授权",
    "helper_code": "发代办人的码", "claims": "核对自报的身份证号", "caller": "接热线", "audited": "审计", "audited_decision": "审计",
    "replay": "复算", "inbox": "看转办收件箱", "inbox_answers": "传回转办表", "inbox_returned": "取回没收下的行",
    "referral": "看转办件", "referral_do": "办转办件", "referrals": "看转办清单", "refer": "转办", "other_help": "核查其他救助",
    "api": "部门接口", "batch": "看调标名单", "check_file": "看能领什么", "wished": "转办一并申请的",
    "care": "看特困照料清单", "care_person": "看照料情况", "care_visit": "记探访", "care_do": "办照料登记",
    "care_house": "看供养机构", "care_figures": "看特困指标", "insured": "看没有参保的人",
    "enrolment": "看免申即享名单", "automatic": "登记不要的待遇",
}


def verb_words(verb: str) -> str:
    """What was done; the code itself for a verb that has no words yet."""
    return VERBS.get(verb, verb)


def kind_words(kind: str) -> str:
    """Which kind of record."""
    return KINDS.get(kind, kind)


def purpose_words(purpose: str, verb: str = "") -> str:
    """What for; empty where no purpose was written. Of a number that was revealed it is the reason that was chosen."""
    return (REASONS if verb == "reveal" else PURPOSES).get(purpose, purpose)
