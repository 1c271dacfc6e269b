"""Choices on the handover between shifts (areas 8 to 10)."""

from web.policy.vocabulary.worded import Worded


class WindowRule(Worded):
    """P-20: how the time of a handover is said."""

    PER_SHIFT = "per_shift", "每班规定时段", "a window for each shift"
    LAST_MINUTES = "last_minutes", "下班前最后几分钟", "the last minutes of the shift"
    BEFORE_START = "before_start", "接班前几分钟起", "from some minutes before the next shift"
    ON_TIME = "on_time", "正点交接", "exactly on time"
    FIXED_PER_POST = "fixed_per_post", "每天固定时间，按岗位确定", "at a fixed time of the day, by post"
    CLOCK_TIMES = "clock_times", "每个工作日固定钟点", "at fixed times of each workday"


class HandoverMedium(Worded):
    """P-21: how a handover is made."""

    ORAL = "oral", "口头", "oral"
    WRITTEN = "written", "书面", "written"
    EMAIL = "email", "电子邮件", "e-mail"
    OA = "oa", "上传到办公系统", "upload to the office system"
    FACE_TO_FACE = "face_to_face", "当面", "face to face"
    GOODS_FACE_TO_FACE = "goods_face_to_face", "物品当面验清", "goods face to face"
    BOOK = "book", "移交交接本", "the book is handed over"
    SYSTEM = "system", "系统记录", "record in the system"


class FaceToFace(Worded):
    """P-22."""

    NOT_REQUIRED = "not_required", "不要求当面", "not required"
    REQUIRED = "required", "必须当面", "required"
    REQUIRED_ELSE_INVALID = (
        "required_else_invalid",
        "必须当面，否则无效并处罚",
        "required, else invalid and punished",
    )


class ReleaseGate(Worded):
    """P-23: when the outgoing person may leave."""

    RELIEF_PRESENT = "relief_present", "接班人到岗", "the relief is present"
    RELIEF_PRESENT_AND_CHECKED = (
        "relief_present_and_checked",
        "接班人到岗并完成检查",
        "the relief is present and has finished the check",
    )
    LEADER_PASSED = "leader_passed", "组长检查通过", "the leader has passed the record"
    MATTERS_FINISHED = (
        "matters_finished",
        "未处理事务已处理完（特殊情况除外）",
        "open matters are finished, unless special",
    )
    RECEIVER_SIGNED = (
        "receiver_signed",
        "接班人在场、情况交清、已签名",
        "the receiver is present, all is clear and signed",
    )


class HandoverDefect(Worded):
    """P-24, R-9.8: what the leader's check looks for."""

    WRONG = "wrong", "记录出错", "recorded wrongly"
    INCOMPLETE = "incomplete", "记录不完全", "recorded incompletely"
    OMITTED = "omitted", "记录遗漏", "omitted"
    MISFILED = "misfiled", "存放出错", "stored in the wrong place"


class Signer(Worded):
    """P-25: who signs a handover."""

    OUTGOING = "outgoing", "交班人", "outgoing"
    INCOMING = "incoming", "接班人", "incoming"
    FOREMAN_DAILY = "foreman_daily", "领班（每天）", "foreman, daily"


class SignatureField(Worded):
    """P-26: what a signature names."""

    TIME = "time", "时间", "time"
    NAME = "name", "姓名", "name"
    POST = "post", "岗位", "post"
    NUMBER = "number", "工号", "employee number"


class UnfinishedItems(Worded):
    """P-27: who goes on with what is not finished."""

    INCOMING_CONTINUES = "incoming_continues", "接班人继续处理", "incoming continues"
    OUTGOING_CONTINUES = "outgoing_continues", "交班人签字后继续处理", "outgoing continues after signing"
    OUTGOING_FINISHES = "outgoing_finishes", "交班人处理完才能离开", "outgoing finishes before leaving"
    INCOMING_CONFIRMS = "incoming_confirms", "须接班人确认后继续", "incoming confirms what is to be continued"


class HandoverRefusal(Worded):
    """P-28: whether the incoming person may refuse (拒绝接班)."""

    ALLOWED_WITH_REASON = "allowed_with_reason", "写明理由可拒绝", "allowed with a reason"
    ALLOWED_WITHOUT_ANSWER = (
        "allowed_without_answer",
        "交班人答复不明确可拒绝，并报上级",
        "allowed where no clear answer is given; reported to the superior",
    )
    MANDATORY_STOP = "mandatory_stop", "条件不符一律不得交接", "a failed condition forbids the handover"
    BREACH = "breach", "不接班即违规", "refusing is a breach"
    BLOCKED_BY_CONDITION = "blocked_by_condition", "出现规定情形时不得交接", "blocked by named conditions"


class ForbiddenCondition(Worded):
    """P-29: conditions under which no handover may be made (matrix at the end of area 9)."""

    FC1 = "FC1", "重大或紧急事件未处理完", "a major or urgent event is not dealt with"
    FC2 = "FC2", "重大设备启动或停机", "major equipment is being started or stopped"
    FC3 = "FC3", "交接班准备未完成", "the preparation is not finished"
    FC4 = (
        "FC4",
        "接班人有饮酒迹象或神志不清，且未找到顶班人",
        "incoming drunk or not clear, no stand-in found",
    )
    FC5 = "FC5", "上一班情况未交代清楚", "the state of the last shift is not explained"
    FC6 = "FC6", "记录不规范", "records are irregular"
    FC7 = "FC7", "场所卫生不合格", "the room is not clean"
    FC8 = "FC8", "正在倒闸操作", "switching is in progress"
    FC9 = "FC9", "正在处理事故", "an accident is being handled"
    FC10 = "FC10", "交接中发生故障或问题", "a fault or problem arises during the handover"
    FC11 = "FC11", "交班人隐瞒问题（已查证）", "outgoing concealed a problem, as is proven"
    FC12 = "FC12", "接班人醉酒或精神异常", "incoming drunk or mentally abnormal"
    FC13 = "FC13", "接班人未按时到岗", "incoming is not on post on time"


class FaultDuring(Worded):
    """P-30: a fault while the handover is being made."""

    PAUSE = "pause", "暂停交接", "pause"
    STOP_ON_ANY = (
        "stop_on_any",
        "任何故障均停止交接，交班人处理、接班人协助",
        "any fault stops it: outgoing handles, incoming assists",
    )
    STOP_IF_AFFECTED = (
        "stop_if_affected",
        "影响运行或营业的故障停止交接，交班人处理、接班人协助",
        "a fault that affects running or business stops it: outgoing handles, incoming assists",
    )
    UNTIL_STAGE_CONCLUDED = (
        "until_stage_concluded",
        "交班人处理告一段落后再交接",
        "outgoing handles it until a stage is concluded, then it goes on",
    )


class UnfitReceiver(Worded):
    """P-31: an incoming person who is not fit for duty."""

    BLOCKED = "blocked", "不得交接", "blocked"
    BLOCKED_UNTIL_STAND_IN = (
        "blocked_until_stand_in",
        "未找到顶班人前不得交接",
        "blocked only while no stand-in is found",
    )
    BLOCKED_AND_PUNISHED = "blocked_and_punished", "不得交接并处罚", "blocked and punished"


class HandoverResponsibility(Worded):
    """P-32: who answers for what went wrong in a handover."""

    BY_SHARE = "by_share", "按责任大小", "by share"
    JOINT = "joint", "双方共同承担", "joint"
    BY_SIDE = (
        "by_side",
        "漏交错交由交班人、错接由接班人负责",
        "missed or wrong giving: outgoing; wrong taking: incoming",
    )
    BY_KIND_OF_FAULT = (
        "by_kind_of_fault",
        "按过失种类，沟通不畅双方负责",
        "by kind of fault; for bad communication both",
    )
    TRACED_TO_THE_END = "traced_to_the_end", "责任追究到底", "traced to the end"


class CheckMarks(Worded):
    """P-36: how a check item is marked."""

    TICK_CROSS = "tick_cross", "√ 正常，× 不正常", "√ normal, × abnormal"
    WORDS = "words", "写“正常”或“不正常”", "normal or abnormal in words"


class PartnerDesk(Worded):
    """P-39: with whom the desk is handed over across departments."""

    SECURITY_MONITORING_ROOM = "security_monitoring_room", "保安监控室", "security monitoring room"


class HandoverStyle(Worded):
    """P-116: in what manner a handover is made."""

    BRIEF = "brief", "简洁", "brief"
    QUICK = "quick", "迅速", "quick"
    NO_CHAT = "no_chat", "不闲聊", "no chat"
    QUIET = "quiet", "安静", "quiet"
    DETAILED = "detailed", "详细", "detailed"
    EXPLICIT = "explicit", "明确", "explicit"
