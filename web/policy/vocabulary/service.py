"""Choices on the desk, on escalation and incidents, and on sudden peaks (areas 13 to 15, 19, 20)."""

from web.policy.vocabulary.worded import Worded


class DutyTask(Worded):
    """P-110: a task of the duty with its own time."""

    MUSIC = "music", "播放音乐", "music"
    CLEANING_BEFORE_AND_AFTER = (
        "cleaning_before_and_after",
        "上班前、下班后清扫",
        "cleaning before and after the shift",
    )


class EscalationCase(Worded):
    """P-82: what is reported upward at once."""

    MARKET_COMPETITION = "market_competition", "市场竞争问题", "market competition"
    SECRETS = "secrets", "失泄密、信息泄露", "secrets or information leaked"
    MAJOR_ERROR = "major_error", "重大差错、事故、严重违纪", "major error, accident or breach of discipline"
    DANGER = "danger", "危及设备或人身安全", "danger to equipment or persons"
    OUT_OF_SCOPE = "out_of_scope", "超出职责范围", "out of scope"
    DIFFICULT_USER = "difficult_user", "用户故意刁难", "difficult user"


class SkipLevel(Worded):
    """P-83: whether a report may skip a level."""

    URGENT_THEN_REPORT = (
        "urgent_then_report",
        "紧急时可越级，事后向直属上级汇报",
        "only if urgent, then the direct superior is told",
    )
    NEVER = "never", "不得越级", "never"


class Incident(Worded):
    """P-85: what counts as a major incident."""

    GAME = "game", "游戏", "game"
    WEBSITE = "website", "官网", "website"
    BACK_END = "back_end", "后台", "back end"
    SERVICE_SYSTEM = "service_system", "在线客服系统", "online customer-service system"
    NETWORK = "network", "公司网络", "company network"
    POWER = "power", "公司供电", "power"
    PROPERTY_OR_SAFETY = "property_or_safety", "其他财产及办公安全", "other property or office safety"


class LargeOrder(Worded):
    """P-113: a customer with a large order."""

    NONE = "none", "不另作规定", "nothing special"
    ASK_SUPERVISOR = (
        "ask_supervisor",
        "没有明确指示时请示主管",
        "ask the supervisor unless explicitly instructed",
    )


class SurgePool(Worded):
    """P-90: who or what is added when calls pile up, step by step."""

    EXPERTS = "experts", "流动专家组", "floating experts"
    OUTBOUND = "outbound", "呼出台席", "outbound seats"
    QUALITY = "quality", "品质控制人员", "quality controllers"
    BACK_OFFICE = "back_office", "后台处理人员", "back-office staff"
    SHIFT_LENGTH = "shift_length", "调整班次长短", "shift lengths changed"
    EMERGENCY_OVERTIME = "emergency_overtime", "紧急加班", "emergency overtime"


class ReleaseOrder(Worded):
    """P-92: how the added seats are signed out."""

    REVERSE_STEPWISE = "reverse_stepwise", "按签入反方向逐步签出", "in reverse order, one step at a time"
    ALL_AT_ONCE = "all_at_once", "一次全部签出", "all at once"


class SurgeNight(Worded):
    """P-93: a peak at night."""

    ALL_BUT_SUPERVISOR = (
        "all_but_supervisor",
        "除一名现场督导外全部加入呼入",
        "all non-inbound seats but one supervisor join",
    )
    AS_BY_DAY = "as_by_day", "与白班相同", "as by day"


class SurgeDesk(Worded):
    """P-94: a busy front desk."""

    NONE = "none", "不另作安排", "nothing special"
    BACK_OFFICE = "back_office", "调后台人员支援", "back-office staff support"
