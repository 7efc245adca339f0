"""The words of access: roles, how a user stands to a case, stages, acts and groups of fields."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What a user is to the municipality (役割). One user may hold several."""

    COORDINATOR = "coordinator"
    LEAD = "lead"
    OFFICIAL = "official"
    MEMBER = "member"
    HOST = "host"
    PLANNER = "planner"
    ADMIN = "admin"
    AUDITOR = "auditor"
    OPERATOR = "operator"


class Part(StrEnum):
    """A role as it stands to the record at hand: the columns of the access table."""

    CO_A = "CO-A"
    CO_R = "CO-R"
    CO_T = "CO-T"
    MC_A = "MC-A"
    MC_T = "MC-T"
    MO = "MO"
    MM_A = "MM-A"
    MM_T = "MM-T"
    HO_O = "HO-O"
    HO_T = "HO-T"
    PL = "PL"
    AD = "AD"
    AU = "AU"
    OP = "OP"


class Stage(StrEnum):
    """How far a case has come, for access: from outreach before consent to withdrawn or protected."""

    S0 = "S0"
    S1 = "S1"
    S2 = "S2"
    S3 = "S3"
    S4 = "S4"
    S5 = "S5"
    SX = "SX"


class About(StrEnum):
    """What record a route is about; the gate loads it before the route runs."""

    OFFICE = "office"
    PERSON = "person"
    PLACEMENT = "placement"
    HOST = "host"
    SELF = "self"


class Field(StrEnum):
    """Groups of a person's fields that are shown or hidden together."""

    EXISTENCE = "existence"
    IDENTITY = "identity"
    CONTACT = "contact"
    SQUARE = "square"
    HEALTH = "health"
    PROTECTION = "protection"
    FAMILY = "family"
    SUPPORT = "support"
    WISHES = "wishes"
    OUTREACH = "outreach"


ROLE_WORDS = {
    Role.COORDINATOR: "参加支援コーディネーター",
    Role.LEAD: "多機関協働事業者",
    Role.OFFICIAL: "自治体職員（支援決定）",
    Role.MEMBER: "会議の構成員",
    Role.HOST: "受入先",
    Role.PLANNER: "計画担当",
    Role.ADMIN: "管理者（利用者の登録）",
    Role.AUDITOR: "監査",
    Role.OPERATOR: "運用",
}

PART_WORDS = {
    Part.CO_A: "担当コーディネーター",
    Part.CO_R: "理由を書いて開いたコーディネーター",
    Part.CO_T: "ほかのコーディネーター",
    Part.MC_A: "担当の多機関協働",
    Part.MC_T: "ほかの多機関協働",
    Part.MO: "自治体職員",
    Part.MM_A: "付議された会議の構成員",
    Part.MM_T: "ほかの構成員",
    Part.HO_O: "その受入先",
    Part.HO_T: "ほかの受入先",
    Part.PL: "計画担当",
    Part.AD: "管理者",
    Part.AU: "監査",
    Part.OP: "運用",
}

STAGE_WORDS = {
    Stage.S0: "同意の前",
    Stage.S1: "会議への共有に同意",
    Stage.S2: "支援決定",
    Stage.S3: "この受入先への開示に同意",
    Stage.S4: "受入中",
    Stage.S5: "終結・中断",
    Stage.SX: "同意の撤回・保護",
}

FIELD_WORDS = {
    Field.EXISTENCE: "ケースがあること・番号",
    Field.IDENTITY: "氏名・ふりがな・生年月日",
    Field.CONTACT: "住所・電話",
    Field.SQUARE: "圏域・500m 区画",
    Field.HEALTH: "診断・手帳・服薬",
    Field.PROTECTION: "保護・避けたい相手と理由",
    Field.FAMILY: "家族・債務・給付・生活歴",
    Field.SUPPORT: "配慮事項",
    Field.WISHES: "希望・時間・移動",
    Field.OUTREACH: "同意前の記録",
}


class Act(StrEnum):
    """Everything a route lets somebody do or see; each has one row in the access table."""

    # Anyone who signs in, about themselves.
    SELF_READ = "self.read"
    SELF_EDIT = "self.edit"
    TODAY_READ = "today.read"
    # Accounts.
    USER_LIST = "user.list"
    USER_EDIT = "user.edit"
    # The municipality.
    OFFICE_READ = "office.read"
    OFFICE_EDIT = "office.edit"
    RULES_READ = "rules.read"
    RULES_EDIT = "rules.edit"
    # People.
    PERSON_CREATE = "person.create"
    PERSON_LIST = "person.list"
    PERSON_SEARCH = "person.search"
    PERSON_READ = "person.read"
    PERSON_EDIT = "person.edit"
    PERSON_OPEN = "person.open"
    PERSON_OPEN_ASK = "person.open_ask"
    PERSON_REVEAL = "person.reveal"
    PERSON_INVOLVE = "person.involve"
    PERSON_VIEWS = "person.views"
    PROTECTION_ON = "protection.on"
    PROTECTION_ASK_OFF = "protection.ask_off"
    PROTECTION_OFF = "protection.off"
    HOUSEHOLD_EDIT = "household.edit"
    # Consents.
    CONSENT_READ = "consent.read"
    CONSENT_GIVE = "consent.give"
    CONSENT_WITHDRAW = "consent.withdraw"
    # The case.
    CASE_READ = "case.read"
    CASE_EDIT = "case.edit"
    CASE_STEP = "case.step"
    NOTE_READ = "note.read"
    NOTE_WRITE = "note.write"
    ASSESSMENT_READ = "assessment.read"
    ASSESSMENT_EDIT = "assessment.edit"
    OPTIONS_READ = "options.read"
    HOST_ASSESSMENT = "host.assessment"
    HOST_ASSESS = "host.assess"
    # Plans and conferences.
    PLAN_READ = "plan.read"
    PLAN_EDIT = "plan.edit"
    PLAN_DECIDE = "plan.decide"
    CONFERENCE_READ = "conference.read"
    CONFERENCE_EDIT = "conference.edit"
    CONFERENCE_COPY = "conference.copy"
    FORM_COPY = "form.copy"
    # Hosts.
    HOST_CREATE = "host.create"
    HOST_LIST = "host.list"
    HOST_READ = "host.read"
    HOST_EDIT = "host.edit"
    HOST_MENU = "host.menu"
    HOST_STATE = "host.state"
    HOST_SHARE = "host.share"
    HOST_CONTACT = "host.contact"
    HOST_LINKS = "host.links"
    HOST_LINK = "host.link"
    HOST_WORRIES = "host.worries"
    HOST_WORRY = "host.worry"
    HOST_CANDIDATES = "host.candidates"
    POOL_LIST = "pool.list"
    POOL_EDIT = "pool.edit"
    # Proposals.
    PROPOSAL_MAKE = "proposal.make"
    PROPOSAL_READ = "proposal.read"
    PROPOSAL_INPUT = "proposal.input"
    PROPOSAL_COMMIT = "proposal.commit"
    # Offers and placements.
    OFFER_MAKE = "offer.make"
    PLACEMENT_LIST = "placement.list"
    PLACEMENT_READ = "placement.read"
    PLACEMENT_EDIT = "placement.edit"
    PLACEMENT_ANSWER = "placement.answer"
    TONIGHT_READ = "tonight.read"
    DECISION_RECORD = "decision.record"
    DECISION_QUEUE = "decision.queue"
    PLAN_REVIEW = "plan.review"
    # The ladder of a placement: 体験, 受入中, 定着, and what happens there.
    STAY_EDIT = "stay.edit"
    EXIT_READ = "exit.read"
    HOST_RECALL = "host.recall"
    INCIDENT_REPORT = "incident.report"
    INCIDENT_READ = "incident.read"
    ATTENDANCE_RECORD = "attendance.record"
    ATTENDANCE_READ = "attendance.read"
    GUEST_LIST = "guest.list"
    GUEST_READ = "guest.read"
    # The host's own side.
    HOST_HOME = "host.home"
    REQUEST_LIST = "request.list"
    REQUEST_READ = "request.read"
    REQUEST_ANSWER = "request.answer"
    # Contacts with both sides, and what became of it in numbers.
    CONTACT_LIST = "contact.list"
    CONTACT_READ = "contact.read"
    CONTACT_ADD = "contact.add"
    CONTACT_DO = "contact.do"
    CONTACT_PLAN = "contact.plan"
    CONTACT_ASSIGN = "contact.assign"
    ROUNDS_READ = "rounds.read"
    ROUNDS_EDIT = "rounds.edit"
    INDICATOR_READ = "indicator.read"
    GAP_READ = "gap.read"
    GAP_MAKE = "gap.make"
    GAP_ASK = "gap.ask"
    # Predictions of a lasting connection: for those who carry the case, never for a host.
    RETENTION_LIST = "retention.list"
    RETENTION_READ = "retention.read"
    RETENTION_FOLLOW = "retention.follow"
    RETENTION_MODEL = "retention.model"
    # Tasks, registers, audit.
    TASK_READ = "task.read"
    TASK_DO = "task.do"
    IMPORT_PEOPLE = "import.people"
    IMPORT_PEOPLE_CHECK = "import.people_check"
    IMPORT_HOSTS = "import.hosts"
    IMPORT_HOSTS_CHECK = "import.hosts_check"
    AUDIT_READ = "audit.read"


ACT_WORDS = {
    Act.SELF_READ: "自分のことを見る",
    Act.SELF_EDIT: "サインアウト・パスワードの変更",
    Act.TODAY_READ: "今日の用件を見る",
    Act.USER_LIST: "利用者の一覧",
    Act.USER_EDIT: "利用者の登録・変更",
    Act.OFFICE_READ: "市区町村の設定を見る",
    Act.OFFICE_EDIT: "市区町村の設定を変える",
    Act.RULES_READ: "ルール集（ルール・点数・移動）の版を見る",
    Act.RULES_EDIT: "ルール集の案を作る・試す・使い始める",
    Act.PERSON_CREATE: "本人の登録",
    Act.PERSON_LIST: "本人の一覧（見てよい人だけ）",
    Act.PERSON_SEARCH: "氏名での検索（あるかどうかだけ）",
    Act.PERSON_READ: "ケースを開く",
    Act.PERSON_EDIT: "ケースの変更",
    Act.PERSON_OPEN: "担当でないケースを理由を書いて開く",
    Act.PERSON_OPEN_ASK: "理由を書いて開くための用紙を見る",
    Act.PERSON_REVEAL: "住所・電話を理由を書いて見る",
    Act.PERSON_INVOLVE: "担当・構成員を決める",
    Act.PERSON_VIEWS: "だれが見たかを見る",
    Act.PROTECTION_ON: "保護を始める",
    Act.PROTECTION_ASK_OFF: "保護の解除を申請する",
    Act.PROTECTION_OFF: "保護の解除を認める",
    Act.HOUSEHOLD_EDIT: "世帯・組の変更",
    Act.CONSENT_READ: "同意の記録を見る",
    Act.CONSENT_GIVE: "同意の記録",
    Act.CONSENT_WITHDRAW: "同意の撤回",
    Act.CASE_READ: "支援の段階を見る",
    Act.CASE_EDIT: "受付・受付の変更",
    Act.CASE_STEP: "支援の段階を進める",
    Act.NOTE_READ: "支援経過を見る",
    Act.NOTE_WRITE: "支援経過を書く",
    Act.ASSESSMENT_READ: "アセスメントを見る",
    Act.ASSESSMENT_EDIT: "アセスメントを書く",
    Act.OPTIONS_READ: "本人ひとりの選択肢を見る",
    Act.HOST_ASSESSMENT: "受入先のアセスメントを見る",
    Act.HOST_ASSESS: "受入先のアセスメントを書く",
    Act.PLAN_READ: "参加支援プランを見る",
    Act.PLAN_EDIT: "参加支援プランを書く・付議を求める",
    Act.PLAN_DECIDE: "プランの支援決定",
    Act.CONFERENCE_READ: "会議を見る（構成員・見てよいケースだけ）",
    Act.CONFERENCE_EDIT: "会議の準備・記録",
    Act.CONFERENCE_COPY: "会議の書類の写しを取る（番号が付く）",
    Act.FORM_COPY: "帳票の写しを取る（番号が付く）",
    Act.HOST_CREATE: "受入先の登録",
    Act.HOST_LIST: "受入先の一覧",
    Act.HOST_READ: "受入先を見る",
    Act.HOST_EDIT: "受入先の変更",
    Act.HOST_MENU: "支援メニュー・持ち寄りの登録・変更",
    Act.HOST_STATE: "受け入れられる数の申告",
    Act.HOST_SHARE: "ほかの市区町村との共有",
    Act.HOST_CONTACT: "受入先の連絡先を見る",
    Act.HOST_LINKS: "受入先のリンク・QR を見る",
    Act.HOST_LINK: "受入先のリンク・QR を出す・取り消す",
    Act.HOST_WORRIES: "受入先の心配ごとを見る",
    Act.HOST_WORRY: "受入先の心配ごとを伝える",
    Act.HOST_CANDIDATES: "枠を使えそうな人を見る（見てよい人だけ）",
    Act.POOL_LIST: "市区町村の持ち寄りを見る",
    Act.POOL_EDIT: "市区町村の持ち寄りの登録・申告",
    Act.PROPOSAL_MAKE: "割当案を作る",
    Act.PROPOSAL_READ: "割当案を見る",
    Act.PROPOSAL_INPUT: "割当案の入力を見る",
    Act.PROPOSAL_COMMIT: "割当案から打診する",
    Act.OFFER_MAKE: "打診する",
    Act.PLACEMENT_LIST: "受入の一覧（見てよい人だけ）",
    Act.PLACEMENT_READ: "受入を見る",
    Act.PLACEMENT_EDIT: "受入の変更",
    Act.PLACEMENT_ANSWER: "本人の答えの記録",
    Act.STAY_EDIT: "体験・受入・休み・終わりの記録",
    Act.EXIT_READ: "終わりの理由（内々のもの）を見る",
    Act.HOST_RECALL: "受入先が枠を本来の利用者に戻す",
    Act.INCIDENT_REPORT: "受入先が困りごとを知らせる",
    Act.INCIDENT_READ: "困りごとの報告を見る",
    Act.ATTENDANCE_RECORD: "来た日の記録",
    Act.ATTENDANCE_READ: "来た日を見る",
    Act.GUEST_LIST: "受入先が自分のところに来る人の一覧を見る",
    Act.GUEST_READ: "受入先が自分のところに来る人を見る",
    Act.TONIGHT_READ: "今夜の部屋を見る",
    Act.DECISION_RECORD: "支援決定の記録",
    Act.DECISION_QUEUE: "支援決定を待つものの一覧",
    Act.PLAN_REVIEW: "支援決定のためにプランと会議の結論を見る",
    Act.HOST_HOME: "受入先が自分のページを開く",
    Act.REQUEST_LIST: "受入先が自分への打診の一覧を見る",
    Act.REQUEST_READ: "受入先が打診を見る",
    Act.REQUEST_ANSWER: "受入先が打診に答える",
    Act.CONTACT_LIST: "フォローアップの一覧（見てよい人だけ）",
    Act.CONTACT_READ: "フォローアップの記録を見る",
    Act.CONTACT_ADD: "フォローアップの追加",
    Act.CONTACT_DO: "フォローアップの実施・見送りの記録",
    Act.CONTACT_PLAN: "だれがいつ連絡するかの案を見る",
    Act.CONTACT_ASSIGN: "だれがいつ連絡するかを決める",
    Act.ROUNDS_READ: "自分の巡回の時間・カレンダーを見る",
    Act.ROUNDS_EDIT: "自分の巡回の時間・カレンダーを変える",
    Act.INDICATOR_READ: "事業の指標を見る",
    Act.GAP_READ: "資源ギャップを見る（計画担当には、人の数を秘匿して）",
    Act.GAP_MAKE: "資源ギャップの分析",
    Act.GAP_ASK: "開拓の記録（だれに・何を・いつまでに・どこまで）",
    Act.RETENTION_LIST: "だれに早めに連絡するとよいかを見る（見てよい人だけ）",
    Act.RETENTION_READ: "本人について見込みがどう使われたかを見る",
    Act.RETENTION_FOLLOW: "見込みをもとに連絡の間隔を詰める",
    Act.RETENTION_MODEL: "見込みのモデルカード・受入先の負担を見る",
    Act.TASK_READ: "用件を見る",
    Act.TASK_DO: "用件を済ませる",
    Act.IMPORT_PEOPLE: "本人の取り込み",
    Act.IMPORT_PEOPLE_CHECK: "本人の名簿を確かめる（登録しない）",
    Act.IMPORT_HOSTS: "受入先の取り込み",
    Act.IMPORT_HOSTS_CHECK: "受入先の名簿を確かめる（登録しない）",
    Act.AUDIT_READ: "監査の記録を見る",
}
