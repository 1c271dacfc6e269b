"""Which files lie beside which item of a draft; what was submitted names them in its signed record."""

from sqlalchemy import PrimaryKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from web.database.base import Base, references
from web.files.tables import Attachment


class HandoverItemFile(Base):
    """A file beside an item; a matter that goes on takes it along to the next draft."""

    __tablename__ = "handover_item_file"
    __table_args__ = (PrimaryKeyConstraint("item_id", "attachment_id"),)

    item_id: Mapped[int] = mapped_column(references("handover_item.id"))
    attachment_id: Mapped[int] = mapped_column(references("attachment.id"), index=True)

    attachment: Mapped[Attachment] = relationship()
