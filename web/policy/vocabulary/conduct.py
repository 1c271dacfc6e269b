"""Choices on sanctions, appraisal and who the rules bind (areas 16, 17 and 20)."""

from web.policy.vocabulary.worded import Worded


class Sanction(Worded):
    """A consequence that a regulation names; only ever proposed, a leader decides (A-59)."""

    WARNING = "warning", "警告", "warning"
    WARNING_OR_FINE = "warning_or_fine", "警告或罚款", "warning or fine"
    DEDUCTION = "deduction", "扣款", "deduction"
    ORAL_WARNING = "oral_warning", "口头警告", "oral warning"
    WRITTEN_WARNING = "written_warning", "书面警告", "written warning"
    BONUS_CUT = "bonus_cut", "扣除奖金", "bonus cut"
    DEMERIT = "demerit", "记过", "demerit"
    FINE = "fine", "罚款", "fine"
    DEMERIT_AND_FINE = "demerit_and_fine", "记过并罚款", "demerit and fine"
    TRANSFER = "transfer", "调整岗位", "transfer"
    DEMOTION = "demotion", "降职", "demotion"
    DISMISSAL = "dismissal", "辞退、开除", "dismissal"


class Offence(Worded):
    """P-96: what a fine is named for."""

    SNACKS_CHAT_NOISE = "snacks_chat_noise", "吃零食、闲聊、大声喧哗", "snacks, chat or noise"
    DEVICES_LEFT_ON = "devices_left_on", "未关电脑、打印机、空调", "devices left on"
    WASTEFUL_PRINTING = "wasteful_printing", "浪费纸张", "wasteful printing"
    LATE_OR_EARLY = "late_or_early", "迟到、早退", "late or early"
    NET_CHAT_FILM_GAMES = "net_chat_film_games", "上网聊天、看电影、玩游戏", "net chat, films or games"
    UNRELATED_WORK = "unrelated_work", "做与工作无关的事", "work that is unrelated"


class FinesTo(Worded):
    """P-98: where fines go."""

    NONE = "none", "不另作规定", "nothing is said"
    ACTIVITY_FUND = "activity_fund", "部门活动经费", "the department's activity fund"


class AppraisalPeriod(Worded):
    """P-99."""

    HALF_YEAR = "half_year", "半年", "half a year"
    YEAR = "year", "一年", "a year"
    HALF_YEAR_OR_YEAR = "half_year_or_year", "半年或一年", "half a year or a year"


class AppraisalFrequency(Worded):
    """P-100."""

    MONTHLY = "monthly", "每月", "monthly"
    QUARTERLY = "quarterly", "每季度", "quarterly"
    MONTHLY_OR_QUARTERLY = "monthly_or_quarterly", "每月或每季度", "monthly or quarterly"


class AppraisalKind(Worded):
    """P-101."""

    PERFORMANCE = "performance", "绩效考核", "performance"
    ROUTINE = "routine", "日常考核", "routine"


class ExcludedStaff(Worded):
    """P-106: whom the handover rules do not bind."""

    NOT_YET_EMPLOYED = (
        "not_yet_employed",
        "考核期内未正式入职的人员",
        "not formally employed in the appraisal period",
    )
    PROBATIONARY = "probationary", "见习客服", "probationary agents"


class Deputy(Worded):
    """P-108: who acts for an absent supervisor."""

    NAMED_DEPUTY = "named_deputy", "指定的代理人", "a named deputy"
    ASSISTANT = "assistant", "主管助理", "the assistant"
