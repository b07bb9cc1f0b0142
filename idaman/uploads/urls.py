"""The address of stored files."""

from django.urls import path

from idaman.uploads import views

urlpatterns = [path("files/<uuid:public_id>/", views.stored_file, name="stored-file")]
