"""Who may: every address of the site, crossed with every role.

`go` is a redirect after success, or to where one stopped reading, `login` one to the log-in page, `kept` a form
shown again with nothing written but one's own draft;
`200` is the page, `403` a refusal with its reason, `404` nothing there, `405` no such method.
The author wrote the topic; the organizer announced the meetup; the member did neither. `@members` and `@moderators`
are the same addresses in rooms for those.
"""

ROLES = ("visitor", "member", "author", "moderator", "organizer", "administrator")

# What is sent with POST: enough for whoever may.
WORDS = {
    "topics:new": {"title": "How do you sleep?", "body": "Badly, here."},
    "topics:reply": {"body": "With tea."},
    "topics:edit": {"body": "Other words."},
    "topics:update": {"body": "It is better now."},
    "topics:preview": {"body": "*Soft.*"},
    "topics:draft": {"place": "reply:1", "body": "Not yet."},
    "topics:watch": {"level": "watching"},
    "topics:watch-category": {"level": "watching"},
    "reactions:bookmark": {"note": "Read this again."},
    "reactions:react": {"give": "hug"},
    "topics:read": {"number": "2", "seconds": "9"},
    "topics:read-all": {"until": "2026-03-03T20:00:00+00:00"},
    "meetups:new": {
        "title": "Evening round",
        "body": "Bring tea.",
        "starts_at": "2027-03-03T20:00",
        "timezone": "Europe/Berlin",
        "duration_minutes": "60",
        "join_url": "https://meet.example.org/room",
    },
    "meetups:change": {"starts_at": "2027-03-04T20:00", "timezone": "Europe/Berlin", "duration_minutes": "60"},
    "moderation:edit": {"why": "It names someone.", "body": "A friend."},
    "moderation:approve": {"why": "Welcome."},
    "moderation:hide": {"why": "It names someone."},
    "moderation:restore": {"why": "It was a mistake."},
    "moderation:close": {"why": "All is said."},
    "moderation:reopen": {"why": "Not all was said."},
    "moderation:pin": {"why": "Many ask."},
    "moderation:unpin": {"why": "Nobody asks."},
    "moderation:move": {"why": "It fits there."},
    "moderation:rename": {"why": "It says more.", "title": "Sleepless in March"},
    "preferences:emoji": {"tone": "t3", "recent": "heart"},
    "search:search": {"q": "sleep"},
    "search:similar": {"title": "How do you sleep?"},
    "preferences:preferences": {"section": "about", "about": "I like rain."},
    "account_login": {"login": "nobody", "password": "nothing at all"},
    "account_signup": {"username": "", "email": ""},
}

TABLE = """
address                              method  visitor  member  author  moderator  organizer  administrator
healthz                              GET     200      200     200     200        200        200
readyz                               GET     200      200     200     200        200        200
pages:front                          GET     200      200     200     200        200        200
pages:front                          POST    405      405     405     405        405        405
pages:help                           GET     200      200     200     200        200        200
pages:help                           POST    405      405     405     405        405        405
pages:styleguide                     GET     404      404     404     200        404        200
pages:styleguide                     POST    405      405     405     405        405        405
pages:forget                         GET     200      200     200     200        200        200
pages:forget                         POST    go       go      go      go         go         go
pages:forgotten                      GET     200      200     200     200        200        200
pages:forgotten                      POST    405      405     405     405        405        405
pages:offline                        GET     200      200     200     200        200        200
pages:offline                        POST    405      405     405     405        405        405
pages:manifest                       GET     200      200     200     200        200        200
pages:manifest                       POST    405      405     405     405        405        405
pages:robots                         GET     200      200     200     200        200        200
pages:robots                         POST    405      405     405     405        405        405
pages:worker                         GET     200      200     200     200        200        200
pages:worker                         POST    405      405     405     405        405        405

categories:category                  GET     200      200     200     200        200        200
categories:category                  POST    405      405     405     405        405        405
categories:category@members          GET     404      200     200     200        200        200
categories:category@moderators       GET     404      404     404     200        404        200

topics:feed                          GET     200      200     200     200        200        200
topics:feed                          POST    405      405     405     405        405        405
topics:category-feed                 GET     200      200     200     200        200        200
topics:category-feed                 POST    405      405     405     405        405        405
topics:category-feed@members         GET     404      404     404     404        404        404
topics:category-feed@moderators      GET     404      404     404     404        404        404
topics:topic-feed                    GET     200      200     200     200        200        200
topics:topic-feed                    POST    405      405     405     405        405        405
topics:topic-feed@members            GET     404      404     404     404        404        404
topics:topic-feed@moderators         GET     404      404     404     404        404        404
topics:sitemaps                      GET     200      200     200     200        200        200
topics:sitemaps                      POST    405      405     405     405        405        405
topics:sitemap                       GET     200      200     200     200        200        200
topics:sitemap                       POST    405      405     405     405        405        405

topics:new                           GET     login    200     200     200        200        200
topics:new                           POST    kept     go      go      go         go         go
topics:new@members                   GET     login    200     200     200        200        200
topics:new@members                   POST    kept     go      go      go         go         go
topics:new@moderators                GET     login    404     404     200        404        200
topics:new@moderators                POST    kept     404     404     go         404        go
topics:topic                         GET     200      200     go      200        200        200
topics:topic                         POST    405      405     405     405        405        405
topics:topic@members                 GET     404      200     200     200        200        200
topics:topic@moderators              GET     404      404     404     200        404        200
topics:post                          GET     200      200     200     200        200        200
topics:post                          POST    405      405     405     405        405        405
topics:post@members                  GET     404      200     200     200        200        200
topics:post@moderators               GET     404      404     404     200        404        200
topics:reply                         GET     login    200     200     200        200        200
topics:reply                         POST    kept     go      go      go         go         go
topics:reply@members                 POST    kept     go      go      go         go         go
topics:reply@moderators              GET     login    404     404     200        404        200
topics:reply@moderators              POST    kept     404     404     go         404        go
topics:watch                         GET     405      405     405     405        405        405
topics:watch                         POST    login    go      go      go         go         go
topics:watch@moderators              POST    login    404     404     go         404        go
topics:read                          GET     405      405     405     405        405        405
topics:read                          POST    403      204     204     204        204        204
topics:read@members                  POST    403      204     204     204        204        204
topics:read@moderators               POST    403      404     404     204        404        204
topics:jump                          GET     go       go      go      go         go         go
topics:jump                          POST    405      405     405     405        405        405
topics:jump@members                  GET     404      go      go      go         go         go
topics:jump@moderators               GET     404      404     404     go         404        go
topics:seen                          GET     403      204     204     204        204        204
topics:seen                          POST    405      405     405     405        405        405
topics:seen@moderators               GET     403      404     404     204        404        204
topics:unread                        GET     login    200     200     200        200        200
topics:unread                        POST    login     405     405     405        405        405
topics:recent                        GET     login    200     200     200        200        200
topics:recent                        POST    login     405     405     405        405        405
topics:read-all                      GET     405       405     405     405        405        405
topics:read-all                      POST    login    go      go      go         go         go
topics:watch-category                GET     405      405     405     405        405        405
topics:watch-category                POST    login    go      go      go         go         go
topics:watch-category@moderators     POST    login    404     404     go         404        go
topics:edit                          GET     login    403     200     go         403        go
topics:edit                          POST    kept     kept    go      go         kept       go
topics:edit@moderators               POST    kept     404     404     go         404        go
topics:update                        GET     login    403     200     403        403        403
topics:update                        POST    kept     kept    go      kept       kept       kept
topics:delete                        GET     login    403     200     go         403        go
topics:delete                        POST    login    403     go      go         403        go
topics:history                       GET     403      403     200     200        403        200
topics:history                       POST    405      405     405     405        405        405
topics:history@moderators            GET     404      404     404     200        404        200
topics:preview                       GET     405      405     405     405        405        405
topics:preview                       POST    200      200     200     200        200        200
topics:draft                         GET     405      405     405     405        405        405
topics:draft                         POST    403      200     200     200        200        200
topics:people                        GET     403      200     200     200        200        200
topics:people                        POST    405      405     405     405        405        405
topics:kept                          GET     404      404     404     404        404        404
topics:kept                          POST    405      405     405     405        405        405

reactions:react                      GET     405      405     405     405        405        405
reactions:react                      POST    login    go      403     go         go         go
reactions:react@members              POST    login    go      403     go         go         go
reactions:react@moderators           POST    login    404     404     403        404        go
reactions:list                       GET     login    200     200     200        200        200
reactions:list                       POST    405      405     405     405        405        405
reactions:list@moderators            GET     login    404     404     200        404        200
reactions:bookmark                   GET     login    200     200     200        200        200
reactions:bookmark                   POST    kept     go      go      go         go         go
reactions:bookmark@moderators        GET     login    404     404     200        404        200
reactions:bookmark@moderators        POST    kept     404     404     go         404        go
reactions:bookmarks                  GET     login    200     200     200        200        200
reactions:bookmarks                  POST    login    405     405     405        405        405
reactions:remove                     GET     405      405     405     405        405        405
reactions:remove                     POST    login    go      go      go         go         go

leaving:leave                        GET     303      303     303     303        303        303
leaving:leave                        POST    405      405     405     405        405        405
leaving:about                        GET     200      200     200     200        200        200
leaving:about                        POST    405      405     405     405        405        405
leaving:back                         GET     405      405     405     405        405        405
leaving:back                         POST    303      kept    kept    kept       kept       kept

meetups:list                         GET     200      200     200     200        200        200
meetups:list                         POST    405      405     405     405        405        405
meetups:new                          GET     login    403     403     200        200        200
meetups:new                          POST    kept     kept    kept    go         go         go
meetups:register                     GET     login    200     200     200        200        200
meetups:register                     POST    login    go      go      go         go         go
meetups:cancel                       GET     login    200     200     200        200        200
meetups:cancel                       POST    login    go      go      go         go         go
meetups:join                         GET     login    200     200     200        go         200
meetups:join                         POST    405      405     405     405        405        405
meetups:guests                       GET     login    403     403     200        200        200
meetups:guests                       POST    405      405     405     405        405        405
meetups:change                       GET     login    403     403     403        200        403
meetups:change                       POST    kept     403     403     403        go         403
meetups:ics                          GET     200      200     200     200        200        200
meetups:ics                          POST    405      405     405     405        405        405

notifications:live                   GET     200      200     200     200        200        200
notifications:live                   POST    405      405     405     405        405        405
notifications:list                   GET     login    200     200     200        200        200
notifications:list                   POST    login    405     405     405        405        405
notifications:read                   GET     405      405     405     405        405        405
notifications:read                   POST    login    go      go      go         go         go
notifications:open                   GET     login    404     go      404        404        404
notifications:open                   POST    login    405     405     405        405        405
notifications:stop                   GET     200      200     200     200        200        200
notifications:stop                   POST    200      200     200     200        200        200
notifications:stop@forged            GET     404      404     404     404        404        404
notifications:stop@forged            POST    404      404     404     404        404        404

profiles:profile                     GET     404      200     200     200        200        200
profiles:profile                     POST    405      405     405     405        405        405
search:search                        GET     200      200     200     200        200        200
search:search                        POST    kept     go      go      go         go         go
search:similar                       GET     405      405     405     405        405        405
search:similar                       POST    403      200     200     200        200        200
preferences:preferences              GET     login    200     200     200        200        200
preferences:preferences              POST    kept     go      go      go         go         go
preferences:claim                    GET     login    404     404     404        404        404
preferences:claim                    POST    login    404     404     404        404        404
preferences:emoji                    GET     405      405     405     405        405        405
preferences:emoji                    POST    403      200     200     200        200        200

moderation:log                       GET     login    403     403     200        403        200
moderation:log                       POST    405      405     405     405        405        405
moderation:waiting                   GET     login    403     403     200        403        200
moderation:waiting                   POST    405      405     405     405        405        405
moderation:approve                   GET     login    403     403     200        403        200
moderation:approve                   POST    kept     kept    kept    kept       kept       kept
moderation:edit                      GET     login    403     403     200        403        200
moderation:edit                      POST    kept     kept    kept    go         kept       go
moderation:hide                      GET     login    403     403     200        403        200
moderation:hide                      POST    kept     kept    kept    go         kept       go
moderation:restore                   GET     login    403     403     200        403        200
moderation:restore                   POST    kept     kept    kept    kept       kept       kept
moderation:close                     GET     login    403     403     200        403        200
moderation:close                     POST    kept     kept    kept    go         kept       go
moderation:reopen                    GET     login    403     403     200        403        200
moderation:reopen                    POST    kept     kept    kept    kept       kept       kept
moderation:pin                       GET     login    403     403     200        403        200
moderation:pin                       POST    kept     kept    kept    go         kept       go
moderation:unpin                     GET     login    403     403     200        403        200
moderation:unpin                     POST    kept     kept    kept    kept       kept       kept
moderation:move                      GET     login    403     403     200        403        200
moderation:move                      POST    kept     kept    kept    go         kept       go
moderation:rename                    GET     login    403     403     200        403        200
moderation:rename                    POST    kept     kept    kept    go         kept       go

account_login                        GET     200      go      go      go         go         go
account_login                        POST    kept     go      go      go         go         go
account_signup                       GET     200      go      go      go         go         go
account_signup                       POST    kept     go      go      go         go         go
account_logout                       GET     go       200     200     200        200        200
account_logout                       POST    go       go      go      go         go         go
account_inactive                     GET     200      200     200     200        200        200
account_reauthenticate               GET     login    200     200     200        200        200
account_reauthenticate               POST    login    kept    kept    kept       kept       kept
account_email                        GET     login    200     200     200        200        200
account_email                        POST    login    go      go      go         go         go
account_email_verification_sent      GET     login    go      go      go         go         go
account_email_verification_sent      POST    login    go      go      go         go         go
account_change_password              GET     login    200     200     200        200        200
account_change_password              POST    login    kept    kept    kept       kept       kept
account_set_password                 GET     login    go      go      go         go         go
account_set_password                 POST    login    go      go      go         go         go
account_reset_password               GET     200      200     200     200        200        200
account_reset_password               POST    kept     kept    kept    kept       kept       kept
account_reset_password_done          GET     200      200     200     200        200        200
account_reset_password_from_key      GET     200      200     200     200        200        200
account_reset_password_from_key      POST    200      200     200     200        200        200
account_reset_password_from_key_done GET     200      200     200     200        200        200
account_confirm_login_code           GET     login    go      go      go         go         go
account_confirm_login_code           POST    login    go      go      go         go         go

admin:index                          GET     login    login   login   login      login      200
admin:index                          POST    login    login   login   login      login      200
admin:login                          GET     login    403     403     403        403        login

demo-mails                           GET     404      404     404     404        404        404
demo-mail                            GET     404      404     404     404        404        404
"""

Row = tuple[str, str, dict[str, str]]


def rows() -> list[Row]:
    """Return each row of the table: the address, the method, and what each role gets."""
    lines = [line.split() for line in TABLE.splitlines() if line.strip()]
    return [(name, method, dict(zip(ROLES, answers, strict=True))) for name, method, *answers in lines[1:]]


def names() -> set[str]:
    """Return every URL name that the table speaks of."""
    return {name.partition("@")[0] for name, _, _ in rows()}
