"""Choices on swaps, leave, overtime and attendance (areas 4 to 7)."""

from web.policy.vocabulary.worded import Worded


class PrivateSwap(Worded):
    """P-48: whether two people may swap between themselves."""

    FORBIDDEN = "forbidden", "不得私自调班、顶班", "forbidden"
    WITH_CONSENT = "with_consent", "征得同意后方可", "only with the consents that are asked for"
    SELF_FOUND_OR_HR = (
        "self_found_or_hr",
        "自行找人，或由行政人事部安排",
        "self-found substitute, or by HR and administration",
    )
    SELF_FOUND = "self_found", "自行找人，无需审批", "self-found substitute, without approval"


class SwapGround(Worded):
    """P-49: why somebody may ask for a swap."""

    PERSONAL_MATTER = "personal_matter", "个人事务", "personal matter"
    SPECIAL_CIRCUMSTANCES = "special_circumstances", "特殊情况", "special circumstances"
    OFFICIAL_BUSINESS = "official_business", "公事", "official business"
    FOR_CAUSE = "for_cause", "因故不能值班", "cannot be on duty for a cause"
    ANY = "any", "有事即可", "any"
    ANY_WITH_REASON = "any_with_reason", "任何事由，须写明", "any, the reason is named"


class SwapForm(Worded):
    """P-52: on what a swap is asked for."""

    IN_SYSTEM = "in_system", "在系统内申请", "in the system"
    REGISTRATION_FORM = "registration_form", "调班登记表", "swap registration form"
    WRITTEN = "written", "书面申请", "in writing"


class PayBack(Worded):
    """P-55: whether and when a swapped shift is paid back (还班)."""

    OPTIONAL = "optional", "由双方商定，可不还", "as agreed, or not at all"
    AGREED = "agreed", "须还班，日期在申请中商定", "owed; the date is agreed in the request"
    NEXT_DUTY_DAY = "next_duty_day", "次日还班", "the next day of duty"


class LeaveOnSwapped(Worded):
    """P-56: leave on a swapped or a pay-back shift."""

    ALLOWED = "allowed", "可以请假", "allowed"
    FORBIDDEN = "forbidden", "不得请假，否则按旷工处理", "forbidden, else absence without leave"


class SwapFailure(Worded):
    """P-57: what follows when a swap leaves a post empty."""

    LEADER_DECIDES = "leader_decides", "由组长决定", "the leader decides"
    UNEXCUSED_BY_SHARE = (
        "unexcused_by_share",
        "按旷工处理，双方按责任大小考核",
        "absence without leave, both by their share",
    )
    BOTH_RESPONSIBLE = "both_responsible", "双方均承担责任", "both are responsible"


class SubstituteFinder(Worded):
    """P-58: who finds the stand-in (顶班)."""

    APPLICANT = "applicant", "申请人自行找人", "the applicant"
    SUPERVISOR = "supervisor", "主管安排", "the supervisor"
    SELF_OR_HR = "self_or_hr", "自行找人，或行政人事部安排", "the applicant, or HR and administration"
    WITH_CONSENT = "with_consent", "经上级同意后安排", "arranged with the superior's consent"


class TimeUnit(Worded):
    """What a notice is counted in."""

    HOURS = "hours", "小时", "hours"
    DAYS = "days", "天", "days"


class LeaveEmergency(Worded):
    """P-63: how somebody says so who cannot come by an emergency (急诊)."""

    PHONE = "phone", "班前电话通知", "by telephone before the shift"
    PHONE_OR_PROXY = (
        "phone_or_proxy",
        "班前电话通知，可委托他人",
        "by telephone before the shift, another person may call",
    )


class SkipOrCross(Worded):
    """P-65: leave asked for over a level's head, or in another line of command."""

    FORBIDDEN = "forbidden", "不允许越级或交叉请假", "forbidden"
    ALLOWED = "allowed", "允许", "allowed"


class LeaveType(Worded):
    """P-68: kinds of leave."""

    SICK = "sick", "病假", "sick leave"
    PERSONAL = "personal", "事假", "personal leave"
    EMERGENCY = "emergency", "急诊", "emergency treatment"
    OFFICIAL = "official", "公假", "official leave"
    WORK_INJURY = "work_injury", "工伤", "work injury"
    MARRIAGE = "marriage", "婚假", "marriage leave"
    BEREAVEMENT = "bereavement", "丧假", "bereavement leave"
    HOME_VISIT = "home_visit", "探亲假", "home visit"
    MATERNITY = "maternity", "产假", "maternity leave"
    ANNUAL = "annual", "年假", "annual leave"


class UnexcusedRule(Worded):
    """P-69: what an absence is that nobody allowed."""

    UNEXCUSED = "unexcused", "按旷工处理", "absence without leave"
    LEADER_DECIDES = "leader_decides", "由组长决定", "the leader decides"


class OvertimeMode(Worded):
    """P-70: how overtime comes about."""

    FORM_AND_APPROVAL = (
        "form_and_approval",
        "提前填申请表，主管批准",
        "form beforehand and the supervisor's approval",
    )
    AUTO_EXTENSION = (
        "auto_extension",
        "晚班自动延长，促销时配合加班",
        "the late shift extends itself; people cooperate in promotions",
    )
    ORDERED_ON_SITE = "ordered_on_site", "现场主管安排紧急加班", "ordered by the on-site supervisor"


class PublishPeriod(Worded):
    """P-71: how often the attendance is published."""

    NEVER = "never", "不公布", "not published"
    WEEKLY = "weekly", "每周公布", "every week"
    MONTHLY = "monthly", "每月公布", "every month"


class EmptyPostPunished(Worded):
    """P-78: who answers for an empty post (空岗)."""

    DUTY_PERSON = "duty_person", "当班人员", "the person on duty"
    SECOND_SHIFT = "second_shift", "二班", "the second shift"
