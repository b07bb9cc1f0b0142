"""How large files arrive: written to disk up to the limit and not a byte further."""

from django.conf import settings
from django.core.files.uploadhandler import TemporaryFileUploadHandler


class LimitedFile(TemporaryFileUploadHandler):
    """As Django's file on disk, but one past the limit is emptied and marked while the rest of it is read and dropped.

    The form's other fields, which may come after the file, still arrive; a field that doesn't know the mark finds an
    empty file.
    """

    is_past = False

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        self.is_past = False

    def receive_data_chunk(self, raw_data, start):
        if start + len(raw_data) <= settings.UPLOAD_LIMIT:
            super().receive_data_chunk(raw_data, start)
        elif not self.is_past:
            self.is_past = True
            self.file.seek(0)
            self.file.truncate()

    def file_complete(self, file_size):
        self.file.is_cut_off = self.is_past
        return super().file_complete(0 if self.is_past else file_size)
