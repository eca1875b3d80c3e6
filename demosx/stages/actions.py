"""What people can do in several kinds of stages, in words: the actions that `allows` names."""

from ..process.explained import Meaning

EDIT = Meaning(
    "제안자가 제안의 글을 고칩니다.", "The proposer changes the text of the proposal.", 'allows = ["edit"]'
)
OPINE = Meaning("의견을 냅니다.", "People say what they think.", 'allows = ["opine"]')
MERGE = Meaning(
    "같은 내용의 제안을 합칩니다.",
    "Proposals about the same are merged.",
    'allows = ["merge"]',
)
