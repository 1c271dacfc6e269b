"""What a handover record holds and what is checked (areas 8 and 10)."""

from web.policy.vocabulary.worded import Worded


class ItemField(Worded):
    """P-33: what is written of each item."""

    DETAIL = "detail", "详细内容", "detail"
    STATUS = "status", "状态", "status"
    PRIORITY = "priority", "优先级", "priority"
    CAUSE = "cause", "原因", "cause"
    COURSE = "course", "经过", "course"
    RESULT = "result", "结果", "result"
    SOLUTION_OR_PROGRESS = "solution_or_progress", "解决方案或进展", "solution or progress"
    GOAL = "goal", "工作目标", "goal"
    REQUIREMENT = "requirement", "要求", "requirement"
    IMPORTANCE_URGENCY = "importance_urgency", "重要性和紧急程度", "order of importance and urgency"
    REASON_NOT_HANDLED = "reason_not_handled", "未处理的原因", "reason if not handled"


class HandoverCategory(Worded):
    """P-34: the kinds of content, over all regulations (area 8)."""

    WORK = "work", "本班工作内容", "the work of the shift"
    FINISHED_WORK = "finished_work", "已完成的工作", "work finished"
    WORK_IN_PROGRESS = "work_in_progress", "进行中的工作", "work in progress"
    UNFINISHED = "unfinished", "未完成、未处理的事项", "unfinished or unhandled"
    FOLLOW_UPS = "follow_ups", "待跟进事项", "follow-ups"
    ATTENTION = "attention", "特别关注事项", "points for attention"
    MESSAGES = "messages", "重要信息和文件", "messages and documents"
    CUSTOMER_MATTERS = "customer_matters", "客户问题与信息", "customers' matters"
    AFTER_HOURS_COMPLAINTS = "after_hours_complaints", "下班后的投诉和服务要求", "complaints after hours"
    IMPORTANT_MATTERS = "important_matters", "重要事项", "important matters"
    NEW_INSTRUCTIONS = "new_instructions", "上级新指令", "new instructions"
    MAJOR_PROBLEMS = "major_problems", "重大问题", "major problems"
    MAJOR_INCIDENTS = "major_incidents", "重大紧急事件", "major incidents"
    ABNORMAL = "abnormal", "异常情况", "abnormal situations"
    KNOWLEDGE_BASE = "knowledge_base", "知识库信息", "knowledge base"
    PERSONAL_SUMMARY = "personal_summary", "个人工作总结", "personal summary"
    TASKS = "tasks", "工作与任务清单", "tasks handed over"
    DUTY = "duty", "值班情况", "how the duty went"
    SWAPS = "swaps", "人员调班情况", "swaps"
    EQUIPMENT = "equipment", "设备状况", "equipment"
    PUBLIC_AREA_REPAIRS = "public_area_repairs", "公共区域维修", "repairs in public areas"
    GOODS = "goods", "物品", "goods"
    ENVIRONMENT = "environment", "环境", "environment"
    VISITOR_COMPLAINTS = "visitor_complaints", "来访投诉及建议", "complaints and suggestions of visitors"
    REVISITS = "revisits", "回访情况", "revisits"


class ChecklistItem(Worded):
    """P-37: what is counted or looked at together."""

    SUPPLIES = "supplies", "办公用品", "office supplies"
    COMMUNICATION = "communication", "通讯器材", "communication equipment"
    DOCUMENTS = "documents", "资料", "documents"
    SHOW_FLAT_KEYS = "show_flat_keys", "样板间钥匙", "show-flat keys"
    DESK = "desk", "工作台", "desk"
    EQUIPMENT = "equipment", "设备", "equipment"
    ENVIRONMENT = "environment", "环境", "environment"
    GOODS = "goods", "物品", "goods"
    TOOLS = "tools", "工具", "tools"
    KEYS = "keys", "钥匙", "keys"
    INSTRUMENTS = "instruments", "仪器", "instruments"
    MACHINE_ROOMS = "machine_rooms", "机房", "machine rooms"
    PARAMETERS = "parameters", "设备参数", "parameters of the equipment"
    METER_READINGS = "meter_readings", "水电气抄表", "meter readings"
    DUTY_ROOM = "duty_room", "值班室", "duty room"
    STORE = "store", "库房", "store"
    STAMP = "stamp", "停车章", "stamp"
    SAFE = "safe", "保险柜", "safe"
    CASH_BOX = "cash_box", "收银箱", "cash box"
    SPARE_KEYS = "spare_keys", "备用钥匙", "spare keys"
