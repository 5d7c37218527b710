// SPDX-License-Identifier: Apache-2.0
/*
 * Collected messages -> the formats of other programs.
 *
 * JSON: own, documented in rempart(1).  SARIF: OASIS, version 2.1.0.  JUnit: the XML that CI
 * servers read.  Code quality: GitLab's report.  GitHub: workflow commands.
 */
#include "diag/render_machine.h"

#include "base/json.h"

#include <inttypes.h>
#include <stdio.h>

static const char *const level_name[] = {"note", "warning", "error"};

// "text: 'subject'" in one line.
static void put_message(struct rp_buf *out, const struct rp_diag *d, enum rp_lang lang)
{
    rp_buf_put(out, rp_msg_info(d->msg)->text.in[lang]);
    if (d->subject.n && lang == RP_FR)
        rp_buf_printf(out, " : « %.*s »", RP_FMT(d->subject));
    else if (d->subject.n)
        rp_buf_printf(out, ": '%.*s'", RP_FMT(d->subject));
}

static struct rp_str message(struct rp_buf *scratch, const struct rp_diag *d, enum rp_lang lang)
{
    scratch->n = 0;
    put_message(scratch, d, lang);
    return rp_buf_str(scratch);
}

static struct rp_pos end_pos(struct rp_loc at)
{
    uint32_t room = (uint32_t)at.src->text.n - at.off;
    return rp_source_pos(at.src, at.off + (at.len < room ? at.len : room));
}

static void json_place(struct rp_json *j, struct rp_loc at)
{
    if (!at.src)
        return;
    struct rp_pos from = rp_source_pos(at.src, at.off), to = end_pos(at);
    rp_json_str(j, "file", at.src->name);
    rp_json_int(j, "line", from.line);
    rp_json_int(j, "column", from.col);
    rp_json_int(j, "endLine", to.line);
    rp_json_int(j, "endColumn", to.col);
}

static void json_one(struct rp_json *j, const struct rp_diag *d, enum rp_lang lang)
{
    const struct rp_msg_info *info = rp_msg_info(d->msg);
    char code[16];
    snprintf(code, sizeof(code), "RMP-%04u", info->code);
    rp_json_open(j, NULL, '{');
    rp_json_str(j, "code", rp_str_of(code));
    rp_json_str(j, "severity", rp_str_of(level_name[info->severity]));
    rp_json_str(j, "message", info->text.in[lang]);
    rp_json_str(j, "subject", d->subject);
    json_place(j, d->at);
    if (info->hint.in[lang].n)
        rp_json_str(j, "hint", info->hint.in[lang]);
    if (d->meant.n)
        rp_json_str(j, "meant", d->meant);
    if (d->notes) {
        rp_json_open(j, "notes", '[');
        for (const struct rp_diag *note = d->notes; note; note = note->next) {
            rp_json_open(j, NULL, '{');
            rp_json_str(j, "message", rp_msg_info(note->msg)->text.in[lang]);
            rp_json_str(j, "subject", note->subject);
            json_place(j, note->at);
            rp_json_close(j, '}');
        }
        rp_json_close(j, ']');
    }
    rp_json_close(j, '}');
}

void rp_render_json(const struct rp_diags *d, const struct rp_render *how, struct rp_buf *out)
{
    struct rp_json j;
    rp_json_init(&j, out, false);
    rp_json_open(&j, NULL, '{');
    rp_json_int(&j, "schemaVersion", 1);
    rp_json_int(&j, "errors", d->errors);
    rp_json_int(&j, "warnings", d->warnings);
    rp_json_int(&j, "notShown", d->dropped);
    rp_json_open(&j, "diagnostics", '[');
    for (const struct rp_diag *i = d->first; i; i = i->next)
        json_one(&j, i, how->lang);
    rp_json_close(&j, ']');
    rp_json_close(&j, '}');
}

// A place that does not move when lines are added above it: code, subject and file.
static uint64_t fingerprint(struct rp_arena *a, const struct rp_render *how,
                            const struct rp_diag *d)
{
    uint64_t hash = rp_str_hash(rp_str_of(rp_msg_info(d->msg)->name), RP_HASH_START);
    hash = rp_str_hash(d->subject, hash);
    return rp_str_hash(d->at.src ? rp_render_path(a, how, d->at.src->name) : RP_STR(""), hash);
}

static void sarif_location(struct rp_json *j, struct rp_arena *a, const struct rp_render *how,
                           struct rp_loc at)
{
    struct rp_pos from = rp_source_pos(at.src, at.off), to = end_pos(at);
    rp_json_open(j, NULL, '{');
    rp_json_open(j, "physicalLocation", '{');
    rp_json_open(j, "artifactLocation", '{');
    rp_json_str(j, "uri", rp_render_uri(a, how, at.src->name));
    rp_json_close(j, '}');
    rp_json_open(j, "region", '{');
    rp_json_int(j, "startLine", from.line);
    rp_json_int(j, "startColumn", from.col);
    rp_json_int(j, "endLine", to.line);
    rp_json_int(j, "endColumn", to.col);
    rp_json_close(j, '}');
    rp_json_close(j, '}');
}

static void sarif_result(struct rp_json *j, struct rp_arena *a, const struct rp_diag *d,
                         const struct rp_render *how, struct rp_buf *scratch)
{
    const struct rp_msg_info *info = rp_msg_info(d->msg);
    char text[32];
    rp_json_open(j, NULL, '{');
    snprintf(text, sizeof(text), "RMP-%04u", info->code);
    rp_json_str(j, "ruleId", rp_str_of(text));
    rp_json_str(j, "level", rp_str_of(level_name[info->severity]));
    rp_json_open(j, "message", '{');
    rp_json_str(j, "text", message(scratch, d, how->lang));
    rp_json_close(j, '}');
    rp_json_open(j, "locations", '[');
    if (d->at.src) {
        sarif_location(j, a, how, d->at);
        rp_json_close(j, '}');
    }
    rp_json_close(j, ']');
    rp_json_open(j, "relatedLocations", '[');
    for (const struct rp_diag *note = d->notes; note; note = note->next) {
        if (!note->at.src)
            continue;
        sarif_location(j, a, how, note->at);
        rp_json_open(j, "message", '{');
        rp_json_str(j, "text", message(scratch, note, how->lang));
        rp_json_close(j, '}');
        rp_json_close(j, '}');
    }
    rp_json_close(j, ']');
    rp_json_open(j, "partialFingerprints", '{');
    snprintf(text, sizeof(text), "%016" PRIx64, fingerprint(a, how, d));
    rp_json_str(j, "rempart/v1", rp_str_of(text));
    rp_json_close(j, '}');
    rp_json_close(j, '}');
}

static void sarif_rules(struct rp_json *j, const struct rp_diags *d, enum rp_lang lang)
{
    bool used[RP_MSG_COUNT] = {false};
    for (const struct rp_diag *i = d->first; i; i = i->next)
        used[i->msg] = true;
    rp_json_open(j, "rules", '[');
    for (unsigned i = 0; i < RP_MSG_COUNT; i++) {
        const struct rp_msg_info *info = rp_msg_info((enum rp_msg)i);
        if (!used[i])
            continue;
        char code[16];
        snprintf(code, sizeof(code), "RMP-%04u", info->code);
        rp_json_open(j, NULL, '{');
        rp_json_str(j, "id", rp_str_of(code));
        rp_json_open(j, "shortDescription", '{');
        rp_json_str(j, "text", info->text.in[lang]);
        rp_json_close(j, '}');
        rp_json_open(j, "defaultConfiguration", '{');
        rp_json_str(j, "level", rp_str_of(level_name[info->severity]));
        rp_json_close(j, '}');
        rp_json_close(j, '}');
    }
    rp_json_close(j, ']');
}

void rp_render_sarif(const struct rp_diags *d, const struct rp_render *how, struct rp_buf *out)
{
    struct rp_json j;
    struct rp_buf scratch;
    rp_buf_init(&scratch, 0);
    rp_json_init(&j, out, false);
    rp_json_open(&j, NULL, '{');
    rp_json_str(&j, "version", RP_STR("2.1.0"));
    rp_json_str(&j, "$schema", RP_STR("https://json.schemastore.org/sarif-2.1.0.json"));
    rp_json_open(&j, "runs", '[');
    rp_json_open(&j, NULL, '{');
    rp_json_open(&j, "tool", '{');
    rp_json_open(&j, "driver", '{');
    rp_json_str(&j, "name", RP_STR("rempart"));
    rp_json_str(&j, "version", how->tool_version);
    sarif_rules(&j, d, how->lang);
    rp_json_close(&j, '}');
    rp_json_close(&j, '}');
    rp_json_str(&j, "columnKind", RP_STR("unicodeCodePoints"));
    rp_json_open(&j, "results", '[');
    for (const struct rp_diag *i = d->first; i; i = i->next)
        sarif_result(&j, d->arena, i, how, &scratch);
    rp_json_close(&j, ']');
    rp_json_close(&j, '}');
    rp_json_close(&j, ']');
    rp_json_close(&j, '}');
    rp_buf_done(&scratch);
}

// Text inside an XML attribute; what XML 1.0 cannot hold becomes U+FFFD.
static void put_xml(struct rp_buf *out, struct rp_str text)
{
    for (size_t i = 0, size; i < text.n; i += size) {
        uint32_t c = rp_str_decode(text, i, &size);
        if (c == '&')
            rp_buf_puts(out, "&amp;");
        else if (c == '<')
            rp_buf_puts(out, "&lt;");
        else if (c == '"')
            rp_buf_puts(out, "&quot;");
        else if (c == '\n' || c == '\t')
            rp_buf_printf(out, "&#%u;", c);
        else if (c < 0x20 || c == 0xFFFD || c == 0xFFFE || c == 0xFFFF)
            rp_buf_puts(out, "\xEF\xBF\xBD");
        else
            rp_buf_put(out, (struct rp_str){text.p + i, size});
    }
}

void rp_render_junit(const struct rp_diags *d, const struct rp_render *how, struct rp_buf *out)
{
    struct rp_buf scratch;
    rp_buf_init(&scratch, 0);
    uint32_t n = 0;
    for (const struct rp_diag *i = d->first; i; i = i->next)
        n++;
    rp_buf_puts(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    rp_buf_printf(out, "<testsuite name=\"rempart check\" tests=\"%u\" failures=\"%u\">\n",
                  n ? n : 1, d->errors);
    if (n == 0)
        rp_buf_puts(out, "  <testcase classname=\"rempart\" name=\"check\"/>\n");
    for (const struct rp_diag *i = d->first; i; i = i->next) {
        const struct rp_msg_info *info = rp_msg_info(i->msg);
        rp_buf_printf(out, "  <testcase classname=\"RMP-%04u\" name=\"", info->code);
        if (i->at.src) {
            struct rp_pos pos = rp_source_pos(i->at.src, i->at.off);
            put_xml(out, i->at.src->name);
            rp_buf_printf(out, ":%u:%u ", pos.line, pos.col);
        }
        put_xml(out, message(&scratch, i, how->lang));
        if (info->severity == RP_ERROR) {
            rp_buf_puts(out, "\"><failure message=\"");
            put_xml(out, message(&scratch, i, how->lang));
            rp_buf_puts(out, "\"/></testcase>\n");
        } else {
            rp_buf_puts(out, "\"/>\n");
        }
    }
    rp_buf_puts(out, "</testsuite>\n");
    rp_buf_done(&scratch);
}

void rp_render_codequality(const struct rp_diags *d, const struct rp_render *how,
                           struct rp_buf *out)
{
    static const char *const severity[] = {"info", "minor", "major"};
    struct rp_buf scratch;
    struct rp_json j;
    rp_buf_init(&scratch, 0);
    rp_json_init(&j, out, false);
    rp_json_open(&j, NULL, '[');
    for (const struct rp_diag *i = d->first; i; i = i->next) {
        char text[32];
        rp_json_open(&j, NULL, '{');
        rp_json_str(&j, "description", message(&scratch, i, how->lang));
        snprintf(text, sizeof(text), "RMP-%04u", rp_msg_info(i->msg)->code);
        rp_json_str(&j, "check_name", rp_str_of(text));
        snprintf(text, sizeof(text), "%016" PRIx64, fingerprint(d->arena, how, i));
        rp_json_str(&j, "fingerprint", rp_str_of(text));
        rp_json_str(&j, "severity", rp_str_of(severity[rp_msg_info(i->msg)->severity]));
        rp_json_open(&j, "location", '{');
        rp_json_str(&j, "path",
                    i->at.src ? rp_render_path(d->arena, how, i->at.src->name)
                              : RP_STR("rempart.yaml"));
        rp_json_open(&j, "lines", '{');
        rp_json_int(&j, "begin", i->at.src ? rp_source_pos(i->at.src, i->at.off).line : 1);
        rp_json_close(&j, '}');
        rp_json_close(&j, '}');
        rp_json_close(&j, '}');
    }
    rp_json_close(&j, ']');
    rp_buf_done(&scratch);
}

// Workflow commands escape per cent signs and line ends, properties also colon and comma.
static void put_github(struct rp_buf *out, struct rp_str text, bool property)
{
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        if (c == '%' || c == '\r' || c == '\n' || (property && (c == ':' || c == ',')))
            rp_buf_printf(out, "%%%02X", (unsigned char)c);
        else
            rp_buf_putc(out, c);
    }
}

void rp_render_github(const struct rp_diags *d, const struct rp_render *how, struct rp_buf *out)
{
    static const char *const command[] = {"notice", "warning", "error"};
    struct rp_buf scratch;
    rp_buf_init(&scratch, 0);
    for (const struct rp_diag *i = d->first; i; i = i->next) {
        const struct rp_msg_info *info = rp_msg_info(i->msg);
        rp_buf_printf(out, "::%s ", command[info->severity]);
        if (i->at.src) {
            struct rp_pos pos = rp_source_pos(i->at.src, i->at.off);
            rp_buf_puts(out, "file=");
            put_github(out, rp_render_path(d->arena, how, i->at.src->name), true);
            rp_buf_printf(out, ",line=%u,col=%u,", pos.line, pos.col);
        }
        rp_buf_printf(out, "title=RMP-%04u::", info->code);
        put_github(out, message(&scratch, i, how->lang), false);
        rp_buf_putc(out, '\n');
    }
    rp_buf_done(&scratch);
}
