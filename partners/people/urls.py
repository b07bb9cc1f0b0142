"""Addresses of a partner's people."""

from django.urls import path

from partners.people import views

app_name = "people"
urlpatterns = [
    path("people/", views.people_home, name="home"),
    path("people/act-for/", views.act_for, name="act-for"),
    path("people/<slug:public_id>/", views.people_list, name="list"),
    path("people/<slug:public_id>/invite/", views.invitation_new, name="invitation-new"),
    path("people/leave/<int:membership_id>/", views.person_leaves, name="person-leaves"),
    path("invitations/<slug:public_id>/", views.invitation, name="invitation"),
    path("invitations/<slug:public_id>/renew/", views.invitation_renew, name="invitation-renew"),
    path("invitations/<slug:public_id>/withdraw/", views.invitation_withdraw, name="invitation-withdraw"),
    path("welcome/<str:token>/", views.join, name="join"),
]
