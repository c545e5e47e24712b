/* SPDX-License-Identifier: Apache-2.0 */
/* The guard, logging in and out, invitations, accounts. */
#include "http/reply.h"
#include "work/sessions.h"

#include <string.h>

/* Behind TLS the cookie's name binds it to the host and to TLS (RFC 6265bis, 4.1.3). */
static struct str cookie_name(const struct request *q)
{
    return q->secure ? S("__Host-skillweek") : S("skillweek");
}

static unsigned role_bit(int role)
{
    static const unsigned bits[] = {
        [ROLE_LIAISON] = MAY_LIAISON, [ROLE_COUNTY] = MAY_COUNTY, [ROLE_CLERK] = MAY_CLERK, [ROLE_LEADER] = MAY_LEADER};
    return bits[role];
}

bool door_guard(struct request *q, struct err *e)
{
    struct session *who = arena_one(q->arena, struct session);
    struct str token = request_cookie(q, cookie_name(q));
    if (token.n && session_find(office_sessions(door_office(q)), token, who)) {
        who->language = q->language;
        q->session = who;
    }
    if (q->route->may & MAY_ANYONE)
        return true;
    if (!q->session)
        return err_set(e, ERR_LOGIN, MSG_LOGIN_NEEDED);
    return (q->route->may & role_bit(who->role)) || err_set(e, ERR_FORBIDDEN, MSG_NOT_ALLOWED);
}

static void set_cookie(struct request *q, struct str token, int seconds)
{
    struct str name = cookie_name(q);
    response_header(q, S("Set-Cookie"),
                    str_format(q->arena, STR_FMT "=" STR_FMT "; Path=/; HttpOnly; SameSite=Lax; Max-Age=%d%s",
                               STR_ARG(name), STR_ARG(token), seconds, q->secure ? "; Secure" : ""));
}

static bool login(struct request *q, struct err *e)
{
    struct str token;
    struct me_view me;
    if (!session_login(door_office(q), q->arena, q->in, q->peer, &token, &me, e))
        return false;
    set_cookie(q, token, 7 * 86400);
    return reply(q, &me);
}

bool http_login(struct request *q, struct err *e)
{
    const struct login_in *in = q->in;
    return session_may_try(door_office(q), q->peer, e) && reply_password(q, in->login, login, e);
}

static bool logout(struct request *q, struct err *e)
{
    if (!session_logout(door_office(q), q->session, e))
        return false;
    set_cookie(q, S(""), 0);
    q->response.status = 204;
    return true;
}

bool http_logout(struct request *q, struct err *e)
{
    return reply_background(q, logout, e);
}

bool http_me(struct request *q, struct err *e)
{
    struct me_view me;
    return me_read(door_office(q), q->arena, q->session, &me, e) && reply(q, &me);
}

bool http_invitation(struct request *q, struct err *e)
{
    struct invitation_view view;
    return invitation_look(door_office(q), q->arena, q->params[0], &view, e) && reply(q, &view);
}

static bool accept_invitation(struct request *q, struct err *e)
{
    struct str token;
    struct me_view me;
    if (!session_accept(door_office(q), q->arena, q->in, q->peer, &token, &me, e))
        return false;
    set_cookie(q, token, 7 * 86400);
    return reply(q, &me);
}

bool http_invitation_accept(struct request *q, struct err *e)
{
    const struct invitation_accept_in *in = q->in;
    return session_may_try(door_office(q), q->peer, e) && reply_password(q, in->token, accept_invitation, e);
}

static bool make_invitation(struct request *q, struct err *e)
{
    struct invitation_made made;
    return invitation_make(door_office(q), q->arena, q->session, q->in, door_base(q), &made, e) && reply(q, &made);
}

bool http_invitation_make(struct request *q, struct err *e)
{
    return reply_background(q, make_invitation, e);
}

bool http_people(struct request *q, struct err *e)
{
    struct people_view view;
    return people_list(door_office(q), q->arena, q->session, &view, e) && reply(q, &view);
}

static bool disable_account(struct request *q, struct err *e)
{
    if (!person_disable(door_office(q), q->arena, q->session, path_id(q, 0), e))
        return false;
    q->response.status = 204;
    return true;
}

bool http_account_disable(struct request *q, struct err *e)
{
    return reply_background(q, disable_account, e);
}

static bool invite_account(struct request *q, struct err *e)
{
    struct invitation_made made;
    return person_invite(door_office(q), q->arena, q->session, path_id(q, 0), door_base(q), &made, e) &&
           reply(q, &made);
}

bool http_account_invite(struct request *q, struct err *e)
{
    return reply_background(q, invite_account, e);
}
