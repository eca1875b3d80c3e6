"""What people can do in several kinds of stages, in words: the actions that `allows` names."""

from ..process.explained import Meaning

EDIT = Meaning(
    "제안자가 제안의 글을 고칩니다.", "The proposer changes the text of the proposal.", 'allows = ["edit"]'
)
OPINE = Meaning("의견을 냅니다.", "People say what they think.", 'allows = ["opine"]')
MERGE_BY_PROPOSERS = Meaning(
    "이 단계의 제안을 제안자끼리 뜻을 모아 합칩니다. 한 제안자가 함께하자고 하고 상대 제안자가 동의하면 합쳐집니다. "
    "두 제안의 단계가 모두 허용해야 합니다.",
    "Proposers merge their proposals themselves: one offers it, the other agrees. Both stages have to allow it.",
    'allows = ["merge_by_proposers"]',
)
MERGE = Meaning(
    "이 단계의 제안을 같은 내용의 다른 제안에 병합합니다.",
    "A proposal at this stage is merged into another about the same.",
    'allows = ["merge"]',
)
