/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The one table of routes. It yields dispatch, the OpenAPI document, the browser's types, and the test that tries every
 * route as every role on every other unit's data. `may` says who may call; whose data it is, work judges.
 */
#include "format/sheet.h"
#include "http/handlers.h"
#include "work/bulletin.h"
#include "work/letter.h"
#include "work/notice_text.h"
#include "work/public.h"
#include "work/upload.h"
#include "work/visit.h"
#include "work/workbook.h"

enum { KB = 1024, MB = 1024 * KB, FORM_BYTES_MAX = 5 * MB };
static const size_t FILE_LIMIT = (size_t)UPLOAD_MOST_MB * MB;

#define GET(path, may, out, handle, summary)                           \
    {                                                                  \
        HTTP_GET_, path, may, BODY_NONE, 0, NULL, out, handle, summary \
    }
#define POST(path, may, limit, in, out, handle, summary)                  \
    {                                                                     \
        HTTP_POST_, path, may, BODY_JSON, limit, in, out, handle, summary \
    }
#define PUT(path, may, limit, in, out, handle, summary)                  \
    {                                                                    \
        HTTP_PUT_, path, may, BODY_JSON, limit, in, out, handle, summary \
    }
/* A page for everybody, which the server writes itself. */
#define PAGE(path, handle, summary) GET(path, MAY_ANYONE, NULL, handle, summary)
#define FORM(path, handle, summary)                                                  \
    {                                                                                \
        HTTP_POST_, path, MAY_ANYONE, BODY_FORM, 4 * KB, NULL, NULL, handle, summary \
    }
#define FILE_IN(path, may, limit, out, handle, summary)                     \
    {                                                                       \
        HTTP_POST_, path, may, BODY_FILE, limit, NULL, out, handle, summary \
    }

const struct route routes[] = {
    /* who */
    POST("/api/session", MAY_ANYONE, 4 * KB, &login_in_shape, &me_view_shape, http_login, "Log in"),
    {HTTP_DELETE_, "/api/session", MAY_KNOWN, BODY_NONE, 0, NULL, NULL, http_logout, "Log out"},
    GET("/api/me", MAY_KNOWN, &me_view_shape, http_me, "Who am I"),
    GET("/api/invitations/{token}", MAY_ANYONE, &invitation_view_shape, http_invitation,
        "Look at an invitation; does not use it up"),
    POST("/api/invitations/accept", MAY_ANYONE, 8 * KB, &invitation_accept_in_shape, &me_view_shape,
         http_invitation_accept, "Accept an invitation: makes the account, or sets its password anew, and logs in"),
    POST("/api/invitations", MAY_CLERK | MAY_COUNTY, 4 * KB, &invitation_in_shape, &invitation_made_shape,
         http_invitation_make, "Invite somebody for a unit"),
    GET("/api/people", MAY_CLERK | MAY_COUNTY, &people_view_shape, http_people, "Accounts and open invitations"),
    {HTTP_POST_, "/api/accounts/{account}/disable", MAY_CLERK | MAY_COUNTY, BODY_NONE, 0, NULL, NULL,
     http_account_disable, "Disable an account: its sessions end at once"},
    {HTTP_POST_, "/api/accounts/{account}/invitation", MAY_CLERK | MAY_COUNTY, BODY_NONE, 0, NULL,
     &invitation_made_shape, http_account_invite, "A link that sets an account's password anew, and enables it"},

    /* campaigns */
    GET("/api/campaigns", MAY_KNOWN, &campaigns_view_shape, http_campaigns, "Campaigns"),
    POST("/api/compile", MAY_CLERK, 3 * MB, &compile_in_shape, &compiled_view_shape, http_compile,
         "Compile a notice into a draft and hold it against the register"),
    FILE_IN("/api/notices/text", MAY_CLERK, NOTICE_FILE_BYTES, &text_view_shape, http_notice_text,
            "The text of a notice's file (.txt, .md, .html, .docx, .pdf); ?name= is its name"),
    POST("/api/notices/units", MAY_CLERK, 64 * KB, &phrases_in_shape, &phrases_view_shape, http_phrases,
         "Whom the words of a notice mean"),
    POST("/api/notices/issued", MAY_CLERK, 3 * MB, &redate_in_shape, &redated_view_shape, http_notice_redate,
         "Give a draft another date of issue: the dates that depended on it follow, what was set by hand stays"),
    POST("/api/trial", MAY_CLERK, 3 * MB, &campaign_shape, &trial_view_shape, http_trial,
         "Hold a draft against the register: who would owe what"),
    POST("/api/campaigns", MAY_CLERK, 3 * MB, &draft_in_shape, &draft_saved_shape, http_campaign_create,
         "Keep a new draft"),
    GET("/api/campaigns/{campaign}", MAY_KNOWN, &campaign_view_shape, http_campaign, "A campaign's document"),
    GET("/api/campaigns/{campaign}/draft", MAY_CLERK, &campaign_view_shape, http_campaign_draft, "Its draft"),
    PUT("/api/campaigns/{campaign}/draft", MAY_CLERK, 3 * MB, &draft_in_shape, &draft_saved_shape, http_campaign_edit,
        "Save the draft; 409 when somebody else was faster"),
    POST("/api/campaigns/{campaign}/publish", MAY_CLERK, 4 * KB, &publish_in_shape, &published_view_shape,
         http_campaign_publish, "Publish the draft as the next version"),
    POST("/api/campaigns/{campaign}/amend", MAY_CLERK, 3 * MB, &compile_in_shape, &amended_view_shape,
         http_campaign_amend,
         "Lay a corrected notice over the published campaign, or the draft: what it becomes, and all that differs"),
    POST("/api/campaigns/{campaign}/differences", MAY_CLERK, 3 * MB, &campaign_shape, &differences_view_shape,
         http_campaign_differences,
         "Hold a draft against the register and against what is published: what publishing it would make different"),

    /* register */
    GET("/api/units", MAY_KNOWN, &units_view_shape, http_units, "The units one may see"),
    PUT("/api/units/{unit}", MAY_CLERK, 4 * KB, &unit_in_shape, &unit_shape, http_unit_edit,
        "Change one unit's name, short name and contact"),
    GET("/api/units/register.xlsx", MAY_CLERK, NULL, http_units_workbook,
        "The register as a workbook that can be imported again; ?template=1: one to be filled in"),
    FILE_IN("/api/units/import", MAY_CLERK, SHEET_BYTES_MAX, &import_view_shape, http_units_import,
            "Import the register from .xlsx or .csv; ?name= is its name, ?apply=1 applies it when there are no errors"),

    /* obligations and reports */
    GET("/api/campaigns/{campaign}/units/{unit}", MAY_KNOWN, &obligations_view_shape, http_obligations,
        "All that a unit owes, and what it had sent for what was withdrawn; {unit} may be 'mine'"),
    POST("/api/campaigns/{campaign}/own-accord", MAY_LIAISON | MAY_COUNTY, 4 * KB, &own_accord_in_shape,
         &obligation_view_shape, http_own_accord, "Report a duty that is not owed, of one's own accord"),
    GET("/api/obligations/{obligation}", MAY_KNOWN, &obligation_detail_shape, http_obligation,
        "An obligation with its form, draft, versions and history: the newest 200 (or ?most=) happenings, or those "
        "?before= a "
        "seq"),
    PUT("/api/obligations/{obligation}/draft", MAY_LIAISON | MAY_COUNTY, 512 * KB, &draft_put_in_shape,
        &draft_put_view_shape, http_draft_put,
        "Save the draft; 409 when another device was faster, or a version behind base was sent"),
    POST("/api/obligations/{obligation}/check", MAY_LIAISON | MAY_COUNTY, 512 * KB, &check_in_shape, &check_view_shape,
         http_report_check, "What is still missing, and the title repaired"),
    POST("/api/obligations/{obligation}/reports", MAY_LIAISON | MAY_COUNTY, 512 * KB, &report_in_shape,
         &receipt_view_shape, http_report_send, "Send a report; the same sending again gives the same receipt"),
    GET("/api/obligations/{obligation}/reports/{version}", MAY_KNOWN, &report_view_shape, http_report,
        "One version of a report"),
    GET("/api/obligations/{obligation}/report.xlsx", MAY_LIAISON | MAY_COUNTY, NULL, http_report_workbook,
        "Its forms as a workbook to be filled in, with the draft, else what was sent, else yesterday's standing "
        "values"),
    FILE_IN(
        "/api/obligations/{obligation}/report.xlsx", MAY_LIAISON | MAY_COUNTY, FORM_BYTES_MAX, &filled_view_shape,
        http_report_workbook_in,
        "Read a filled workbook into the forms' values, with notes that name cells; keeps nothing. ?name= is its name"),
    GET("/api/receipts/{number}", MAY_ANYONE, &receipt_view_shape, http_receipt,
        "Check a receipt; ?hash= must be its hash"),
    FILE_IN("/api/files", MAY_LIAISON | MAY_COUNTY, FILE_LIMIT, &file_view_shape, http_file_put,
            "Upload a photo, video or file; ?name= is its name"),
    GET("/api/files/{blob}", MAY_KNOWN, NULL, http_file, "A file's bytes; ?size=small for a photo's preview"),
    {HTTP_OPTIONS_, "/api/uploads", MAY_LIAISON | MAY_COUNTY, BODY_NONE, 0, NULL, NULL, http_upload_options,
     "What resumable uploads can do (tus 1.0.0)"},
    {HTTP_POST_, "/api/uploads", MAY_LIAISON | MAY_COUNTY, BODY_NONE, 0, NULL, &upload_status_shape, http_upload_new,
     "Begin a resumable upload: Upload-Length, and filename in Upload-Metadata"},
    {HTTP_OPTIONS_, "/api/uploads/{upload}", MAY_LIAISON | MAY_COUNTY, BODY_NONE, 0, NULL, NULL, http_upload_options,
     "What resumable uploads can do (tus 1.0.0)"},
    GET("/api/uploads/{upload}", MAY_LIAISON | MAY_COUNTY, &upload_status_shape, http_upload,
        "Where an upload stands, and its file when it is whole; HEAD as in tus"),
    {HTTP_PATCH_, "/api/uploads/{upload}", MAY_LIAISON | MAY_COUNTY, BODY_FILE, FILE_LIMIT, NULL, NULL,
     http_upload_patch, "Go on with it at Upload-Offset; what has come stays when the connection breaks"},
    {HTTP_DELETE_, "/api/uploads/{upload}", MAY_LIAISON | MAY_COUNTY, BODY_NONE, 0, NULL, NULL, http_upload_remove,
     "Give it up"},

    /* the desk */
    GET("/api/campaigns/{campaign}/board", MAY_STAFF, &board_view_shape, http_board,
        "The board, now or ?at= any moment of the past; ?only=cells without its rows"),
    GET("/api/campaigns/{campaign}/live", MAY_STAFF, NULL, http_live, "Server-sent events: what changed on the board"),
    GET("/api/campaigns/{campaign}/missing", MAY_STAFF, &missing_view_shape, http_missing,
        "Who has not reported ?duty= of ?day=, now or ?at= a moment of the past, and one message to say so"),
    GET("/api/campaigns/{campaign}/queue", MAY_CLERK | MAY_COUNTY, &obligations_view_shape, http_queue,
        "Reports that wait for a look"),
    POST("/api/campaigns/{campaign}/reviews", MAY_CLERK | MAY_COUNTY, 1 * MB, &review_in_shape, &review_done_shape,
         http_review, "Accept, return, waive, extend, enter by phone: one or many, each of the version that was seen"),
    GET("/api/campaigns/{campaign}/activities", MAY_STAFF, &activities_view_shape, http_activities,
        "The activities as reported, 500 (or ?most=) at a time: of one ?day= or all, ?after= what the page before told "
        "as "
        "next"),
    GET("/api/campaigns/{campaign}/day.xlsx", MAY_STAFF, NULL, http_day_workbook,
        "The dailies of ?day= merged, with totals"),
    GET("/api/campaigns/{campaign}/day.zip", MAY_STAFF, NULL, http_day_zip, "What was sent for ?day="),

    /* letters */
    GET("/api/letters", MAY_CLERK, &letters_view_shape, http_letters,
        "The tray of letters: those that wait, or of ?state=taken or aside; 200 at a time, those ?before= an id"),
    GET("/api/letters/{letter}", MAY_CLERK, &letter_detail_shape, http_letter,
        "A letter, and what it would be as a report for the suggested, or ?obligation="),
    GET("/api/letters/{letter}/files/{file}", MAY_CLERK, NULL, http_letter_file,
        "An attachment, to be saved; 0: the letter as it came"),
    POST("/api/letters/{letter}/take-in", MAY_CLERK, 16 * KB, &letter_take_in_shape, &receipt_view_shape,
         http_letter_take_in, "Take it in as a report, judged by when the letter reached the mailbox"),
    POST("/api/letters/{letter}/set-aside", MAY_CLERK, 4 * KB, &letter_aside_in_shape, &letter_view_shape,
         http_letter_set_aside, "Set it aside, with a reason; it is kept, and can be taken in after all"),

    /* the bulletin */
    GET("/api/campaigns/{campaign}/bulletins", MAY_CLERK | MAY_LEADER, &bulletins_view_shape, http_bulletins,
        "Issues, and for a clerk the drafts"),
    POST("/api/campaigns/{campaign}/bulletins/draft", MAY_CLERK, 4 * KB, &bulletin_ask_shape, &bulletin_shape,
         http_bulletin_draft, "Draft one from the ledger: of these days, as known at the moment; kept nowhere"),
    POST("/api/campaigns/{campaign}/bulletins", MAY_CLERK, 2 * MB, &bulletin_in_shape, &bulletin_row_shape,
         http_bulletin_create, "Keep a new draft"),
    GET("/api/campaigns/{campaign}/bulletins/{bulletin}", MAY_CLERK | MAY_LEADER, &bulletin_view_shape, http_bulletin,
        "One of them; a leader reads issues alone"),
    PUT("/api/campaigns/{campaign}/bulletins/{bulletin}", MAY_CLERK, 2 * MB, &bulletin_in_shape, &bulletin_row_shape,
        http_bulletin_edit, "Save the draft; 409 when somebody else was faster, or it was issued"),
    {HTTP_DELETE_, "/api/campaigns/{campaign}/bulletins/{bulletin}", MAY_CLERK, BODY_NONE, 0, NULL, NULL,
     http_bulletin_drop, "Throw the draft away as it stands at ?revision="},
    POST("/api/campaigns/{campaign}/bulletins/{bulletin}/issue", MAY_CLERK, 4 * KB, &bulletin_issue_in_shape,
         &bulletin_row_shape, http_bulletin_issue, "Make it final: it gets its number and nothing of it changes again"),
    GET("/api/campaigns/{campaign}/bulletins/{bulletin}/paper.docx", MAY_CLERK | MAY_LEADER, NULL, http_bulletin_paper,
        "The document"),
    GET("/api/campaigns/{campaign}/stories", MAY_CLERK, &stories_view_shape, http_stories,
        "Texts and pieces that units sent ?from= … ?to= these days, ?after= what the page before told as next"),

    /* the public's week */
    PAGE("/week/{key}", http_week, "The week for everybody, where a clerk has shown it; ?page= of its stories"),
    PAGE("/week/{key}/days/{day}", http_week_day, "The programme of a day by place; ?page="),
    PAGE("/week/{key}/stories/{story}", http_week_story, "A story"),
    PAGE("/week/{key}/stories/{story}/pictures/{n}", http_week_picture, "A picture of a story, small"),
    PAGE("/week/{key}/visits/{item}", http_visit, "An item of the programme, and the times one may book"),
    FORM("/week/{key}/visits/{item}", http_visit_book, "Book a visit: slot, name, phone, persons"),
    PAGE("/week/{key}/bookings", http_booking_find, "The way to a booking by its ?code="),
    PAGE("/week/{key}/bookings/{code}", http_booking, "A booking"),
    FORM("/week/{key}/bookings/{code}", http_booking_cancel, "Cancel it"),
    GET("/week/{key}/visits/{item}/list", MAY_CLERK | MAY_LIAISON | MAY_COUNTY, NULL, http_visit_list,
        "Who has booked, on paper"),
    GET("/api/campaigns/{campaign}/public", MAY_KNOWN, &public_week_view_shape, http_public,
        "What is shown, or offered, to everybody; others than clerk and leader read their own unit's"),
    PUT("/api/campaigns/{campaign}/public", MAY_CLERK, 4 * KB, &public_week_in_shape, &public_week_view_shape,
        http_public_show, "Show the week to everybody, or no more"),
    POST("/api/campaigns/{campaign}/public/items", MAY_CLERK | MAY_LIAISON | MAY_COUNTY, 64 * KB, &public_item_in_shape,
         &public_item_view_shape, http_public_item_add,
         "Show an activity or a story, or offer what one opens to visitors"),
    PUT("/api/campaigns/{campaign}/public/items/{item}", MAY_CLERK | MAY_LIAISON | MAY_COUNTY, 64 * KB,
        &public_item_in_shape, &public_item_view_shape, http_public_item_edit,
        "Edit, show or withdraw one of them; 409 when somebody else was faster"),

    GET("/api/campaigns/{campaign}/public/items/{item}/visits", MAY_CLERK | MAY_LIAISON | MAY_COUNTY,
        &visits_view_shape, http_visits, "Its times, and who has booked"),
    POST("/api/campaigns/{campaign}/public/items/{item}/slots", MAY_CLERK | MAY_LIAISON | MAY_COUNTY, 4 * KB,
         &visit_slot_in_shape, &visits_view_shape, http_slot_add, "Open another time for booking"),
    PUT("/api/campaigns/{campaign}/public/items/{item}/slots/{slot}", MAY_CLERK | MAY_LIAISON | MAY_COUNTY, 4 * KB,
        &visit_slot_in_shape, &visits_view_shape, http_slot_edit, "Its places, or close it"),

    /* time */
    GET("/api/clock", MAY_ANYONE, &clock_view_shape, http_clock, "The campaign's clock"),
    POST("/api/clock", MAY_CLERK, 4 * KB, &clock_in_shape, &clock_view_shape, http_clock_change,
         "Stop, advance or speed up the rehearsal's clock"),

    GET("/api/health", MAY_CLERK, &health_view_shape, http_health, "Whether all is well, in words"),
    {HTTP_POST_, "/api/health/cells", MAY_CLERK, BODY_NONE, 0, NULL, &health_line_shape, http_health_compare,
     "Hold the board against the ledger now"},
    GET("/api/openapi.json", MAY_ANYONE, NULL, http_openapi, "This document"),
};

const size_t route_count = sizeof routes / sizeof *routes;
