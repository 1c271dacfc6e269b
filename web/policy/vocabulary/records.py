"""Choices on the duty log and on review (areas 11 and 12)."""

from web.policy.vocabulary.worded import Worded


class RetentionUnit(Worded):
    """What a time of keeping is counted in."""

    DAYS = "days", "天", "days"
    MONTHS = "months", "个月", "months"
    YEARS = "years", "年", "years"


class RetentionStart(Worded):
    """From when a record is kept (A-57)."""

    RECORD = "record", "自记录之日起", "from the date of the record"
    VOLUME_CLOSED = "volume_closed", "自记录本用完起", "from when the book is full"


class LogReaders(Worded):
    """P-42: who may read the duty log."""

    INTERNAL_STAFF = "internal_staff", "仅限内部工作人员", "internal staff only"
    DEPARTMENT = "department", "仅限本部门", "the department only"


class TimeStandard(Worded):
    """P-44: by what clock records are dated."""

    UTC_8 = "utc_8", "国家标准时间（UTC+8）", "national standard time (UTC+8)"
    DEPARTMENT = "department", "部门所在时区", "the department's time zone"


class DailyReview(Worded):
    """P-45: who looks over the records of a day."""

    LEADER = "leader", "组长每天查阅", "the leader, daily"
    LEADER_EACH_SHIFT = "leader_each_shift", "当班组长每班审核", "the leader on shift, each shift"
    FOREMAN_SIGNS = "foreman_signs", "领班每天审阅签名", "the foreman signs daily"
    SUPERVISOR_READS = "supervisor_reads", "主管每天查阅", "the supervisor reads daily"


class InspectionContent(Worded):
    """P-47: what an inspection looks at, and how."""

    APPEARANCE = "appearance", "仪容仪表行为规范", "appearance and conduct"
    DUTY_RECORD = "duty_record", "值班记录", "duty record"
    ENVIRONMENT = "environment", "前台环境", "environment"
    SERVICE_SKILL = "service_skill", "服务意识及技能", "service and skill"
    HANDOVER = "handover", "交接班情况", "handover"
    CUSTOMER_INFORMATION = "customer_information", "客户信息处理", "customers' information"
    CUSTOMER_REQUESTS = "customer_requests", "客户诉求、意见处理", "customers' requests and opinions"
    FOLLOW_UPS = "follow_ups", "待跟进事项处理", "follow-ups"
    PAID_SERVICES = "paid_services", "有偿、便民服务", "paid and convenience services"
    OTHER_TASKS = "other_tasks", "其他临时事项", "other temporary matters"
    WORK_QUALITY = "work_quality", "工作质量、服务态度、协作配合", "quality of work, attitude, cooperation"
    DISCIPLINE = "discipline", "规章制度和通信纪律", "rules and discipline"
    TIMELINESS = "timeliness", "业务处理时限、质量", "time limits and quality of handling"
    BUSINESS_SKILL = "business_skill", "业务技术熟练情况", "knowledge of the business"
    PERIODIC = "periodic", "方式：定期检查", "method: at fixed intervals"
    SPOT_CHECK = "spot_check", "方式：抽查", "method: spot checks"


class CheckScope(Worded):
    """P-107: whose records a leader checks."""

    OWN_TEAM = "own_team", "本组组员", "the own team"
    ALL_ON_SHIFT = "all_on_shift", "当班全体组员", "all agents on the shift"


class CheckCadence(Worded):
    """P-111: how often a machine room is checked."""

    EACH_SHIFT = "each_shift", "班检", "each shift"
    DAILY = "daily", "日检", "daily"
    MONTHLY = "monthly", "月检", "monthly"
