"""Who decides, and who is told: the roles that regulations name (part (e) of the rulebook)."""

from collections.abc import Mapping
from typing import Final

from web.policy.kinds import ApproverRole
from web.policy.vocabulary.worded import Worded


class Approver(Worded):
    """Who decides a request of a person; in the order of the usual ladder.

    The supervisor is the one of the department, whatever a regulation calls him (客服主管, 部门主管).
    """

    COUNTERPART = "counterpart", "对班同事", "the colleague of the opposite shift"
    PERSONS_CONCERNED = "persons_concerned", "相关人员", "the persons concerned"
    SELF_OR_HR = (
        "self_or_hr",
        "自行找人则无需审批，否则由行政人事部",
        "nobody if self-found, else HR and administration",
    )
    LEADER = "leader", "组长", "team leader"
    SUPERVISOR = "supervisor", "主管", "supervisor"
    SUPERIOR = "superior", "上级主管（领导）", "the superior"
    HEAD = "head", "经理", "head"
    MANAGEMENT = "management", "管理人员", "management"
    HR = "hr", "人事部门", "HR"

    @property
    def account_role(self) -> ApproverRole | None:
        """The role of an account that decides for it; None where the other persons themselves agree."""
        return _ACCOUNT_ROLES.get(self)


_ACCOUNT_ROLES: Final[Mapping[Approver, ApproverRole]] = {
    Approver.SELF_OR_HR: ApproverRole.HR,
    Approver.LEADER: ApproverRole.LEADER,
    Approver.SUPERVISOR: ApproverRole.SUPERVISOR,
    Approver.SUPERIOR: ApproverRole.HEAD,
    Approver.HEAD: ApproverRole.HEAD,
    Approver.MANAGEMENT: ApproverRole.HEAD,
    Approver.HR: ApproverRole.HR,
}


class Office(Worded):
    """A post that is told, called or asked."""

    AGENT = "agent", "组员", "agents"
    LEADER = "leader", "组长", "team leader"
    SQUAD_LEADER = "squad_leader", "班长", "squad leader"
    FOREMAN = "foreman", "领班", "foreman"
    MEMBERSHIP_SUPERVISOR = "membership_supervisor", "会籍主管", "membership supervisor"
    SUPERVISOR = "supervisor", "主管", "supervisor"
    DEPARTMENT_SUPERVISOR = "department_supervisor", "部门主管经理", "department supervisor or manager"
    SECURITY_MANAGER = "security_manager", "秩序维护部经理", "security manager"
    ENGINEERING_SUPERVISOR = "engineering_supervisor", "工程维修部主管", "engineering supervisor"
    DIRECTOR = "director", "主任", "director"
    GENERAL_DUTY_OFFICER = "general_duty_officer", "值班总负责人", "general duty officer"
    OWN_HEAD = "own_head", "本部门负责人", "head of the department"
    OTHER_HEADS = "other_heads", "其他部门主要负责人", "heads of other departments"
    PROJECT_HEAD = "project_head", "项目负责人", "project head"
