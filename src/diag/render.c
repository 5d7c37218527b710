// SPDX-License-Identifier: Apache-2.0
/*
 * Collected messages -> text for people.
 */
#include "diag/render.h"

#include "diag/render_machine.h"

#include <assert.h>

enum { LONGEST_EXCERPT = 160 }; // code points of a line that are shown

static const char *const severity_name[][RP_LANGS] = {
    [RP_NOTE] = {"note", "note"},
    [RP_WARNING] = {"warning", "avertissement"},
    [RP_ERROR] = {"error", "erreur"},
};

static const char *const severity_colour[] = {
    [RP_NOTE] = "\033[36m",
    [RP_WARNING] = "\033[35m",
    [RP_ERROR] = "\033[31m",
};

static void paint(const struct rp_render *how, struct rp_buf *out, const char *code)
{
    if (how->colour)
        rp_buf_puts(out, code);
}

// The subject in the quotes of the language, after the colon that introduces it.
static void put_subject(struct rp_buf *out, enum rp_lang lang, struct rp_str subject)
{
    if (subject.n == 0)
        return;
    if (lang == RP_FR)
        rp_buf_printf(out, " : « %.*s »", RP_FMT(subject));
    else
        rp_buf_printf(out, ": '%.*s'", RP_FMT(subject));
}

// One code point of the input, made visible when it would not be; gives the columns it takes.
static unsigned put_visible(struct rp_buf *out, struct rp_str line, size_t at, size_t size)
{
    size_t n = out->n;
    uint32_t c = rp_str_decode(line, at, &size);
    bool bidi = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
    if (c == 0xFFFD && size == 1)
        rp_buf_printf(out, "\\x%02X", (unsigned char)line.p[at]);
    else if (c == '\t')
        rp_buf_putc(out, '\t');
    else if (c < 0x20 || c == 0x7F)
        rp_buf_printf(out, "\\x%02X", c);
    else if (bidi || c == 0xFEFF || (c >= 0x80 && c < 0xA0))
        rp_buf_printf(out, "\\u%04X", c);
    else {
        rp_buf_put(out, (struct rp_str){line.p + at, size});
        return 1;
    }
    return (unsigned)(out->n - n);
}

// Moves from to the code point at most n before it.
static size_t step_back(struct rp_str line, size_t from, unsigned n)
{
    for (; n > 0 && from > 0; n--) {
        from--;
        while (from > 0 && (line.p[from] & 0xC0) == 0x80)
            from--;
    }
    return from;
}

// What stands under one code point of the line: as many marks as it takes columns.  Tabs are copied,
// so that the caret lines up at any tab width.
static void put_marks(struct rp_buf *marks, char c, unsigned columns, bool is_first, bool is_inside)
{
    for (unsigned k = 0; k < columns; k++) {
        if (!is_inside)
            rp_buf_puts(marks, c == '\t' ? "\t" : " ");
        else
            rp_buf_puts(marks, is_first && k == 0 ? "^" : "~");
    }
}

// The quoted line, and under it a caret for each column of the place.
static void put_excerpt(struct rp_loc at, struct rp_pos pos, const struct rp_render *how,
                        struct rp_buf *out)
{
    struct rp_str line = rp_source_line(at.src, pos.line);
    size_t from = at.off - at.src->line[pos.line - 1];
    if (from > line.n)
        from = line.n;
    size_t to = at.len < line.n - from ? from + at.len : line.n;
    size_t start = pos.col > LONGEST_EXCERPT / 2 ? step_back(line, from, LONGEST_EXCERPT / 2) : 0;

    struct rp_buf marks;
    rp_buf_init(&marks, 0);
    rp_buf_printf(out, "%5u | %s", pos.line, start ? "..." : "");
    rp_buf_puts(&marks, start ? "   " : "");
    unsigned shown = 0;
    size_t i = start;
    for (size_t size; i < line.n && shown < LONGEST_EXCERPT; i += size, shown++) {
        rp_str_decode(line, i, &size);
        unsigned columns = put_visible(out, line, i, size);
        put_marks(&marks, line.p[i], columns, i == from, i == from || (i > from && i < to));
    }
    if (from >= i)
        rp_buf_putc(&marks, '^');
    while (marks.n && marks.p[marks.n - 1] == ' ')
        marks.n--;
    rp_buf_puts(out, i < line.n ? "...\n      | " : "\n      | ");
    paint(how, out, "\033[32m");
    rp_buf_put(out, rp_buf_str(&marks));
    paint(how, out, "\033[0m");
    rp_buf_putc(out, '\n');
    rp_buf_done(&marks);
}

static void put_hint(const struct rp_diag *d, const struct rp_render *how, struct rp_buf *out)
{
    struct rp_str hint = rp_msg_info(d->msg)->hint.in[how->lang];
    if (d->meant.n) {
        if (how->lang == RP_FR)
            rp_buf_printf(out, "      = vouliez-vous dire « %.*s »", RP_FMT(d->meant));
        else
            rp_buf_printf(out, "      = did you mean '%.*s'", RP_FMT(d->meant));
        if (d->meant_at.src)
            rp_buf_printf(out, " (%.*s:%u)", RP_FMT(d->meant_at.src->name),
                          rp_source_pos(d->meant_at.src, d->meant_at.off).line);
        rp_buf_puts(out, how->lang == RP_FR ? " ?\n" : "?\n");
    } else if (hint.n) {
        rp_buf_printf(out, "      = %.*s\n", RP_FMT(hint));
    }
}

static void put_human(const struct rp_diag *d, const struct rp_render *how, struct rp_buf *out)
{
    const struct rp_msg_info *info = rp_msg_info(d->msg);
    struct rp_pos pos = {0};
    if (d->at.src) {
        pos = rp_source_pos(d->at.src, d->at.off);
        paint(how, out, "\033[1m");
        rp_buf_printf(out, "%.*s:%u:%u: ", RP_FMT(d->at.src->name), pos.line, pos.col);
        paint(how, out, "\033[0m");
    } else {
        rp_buf_puts(out, "rempart: ");
    }
    paint(how, out, severity_colour[info->severity]);
    rp_buf_printf(out, "%s[RMP-%04u]", severity_name[info->severity][how->lang], info->code);
    paint(how, out, "\033[0m");
    rp_buf_printf(out, "%s %.*s", how->lang == RP_FR ? " :" : ":",
                  RP_FMT(info->text.in[how->lang]));
    put_subject(out, how->lang, d->subject);
    rp_buf_putc(out, '\n');
    if (d->at.src && d->at.src->text.n)
        put_excerpt(d->at, pos, how, out);
    put_hint(d, how, out);
}

// A note that has a place is a message of its own; one that has none goes on where the hint stands.
static void put_note(const struct rp_diag *note, const struct rp_render *how, struct rp_buf *out)
{
    if (note->at.src) {
        put_human(note, how, out);
        return;
    }
    rp_buf_printf(out, "      = %.*s", RP_FMT(rp_msg_info(note->msg)->text.in[how->lang]));
    put_subject(out, how->lang, note->subject);
    rp_buf_putc(out, '\n');
}

static void render_human(const struct rp_diags *d, const struct rp_render *how, struct rp_buf *out)
{
    for (const struct rp_diag *i = d->first; i; i = i->next) {
        put_human(i, how, out);
        for (const struct rp_diag *note = i->notes; note; note = note->next)
            put_note(note, how, out);
    }
    if (d->dropped && how->lang == RP_FR)
        rp_buf_printf(out, "rempart: %u autres messages ne sont pas montrés\n", d->dropped);
    else if (d->dropped)
        rp_buf_printf(out, "rempart: %u further messages are not shown\n", d->dropped);
}

void rp_diags_render(const struct rp_diags *d, enum rp_diag_format format,
                     const struct rp_render *how, struct rp_buf *out)
{
    switch (format) {
    case RP_DIAG_HUMAN:
        render_human(d, how, out);
        return;
    case RP_DIAG_JSON:
        rp_render_json(d, how, out);
        return;
    case RP_DIAG_SARIF:
        rp_render_sarif(d, how, out);
        return;
    case RP_DIAG_JUNIT:
        rp_render_junit(d, how, out);
        return;
    case RP_DIAG_CODEQUALITY:
        rp_render_codequality(d, how, out);
        return;
    case RP_DIAG_GITHUB:
        rp_render_github(d, how, out);
        return;
    }
}

void rp_diags_summary(const struct rp_diags *d, const struct rp_render *how, struct rp_buf *out)
{
    const char *error = how->lang == RP_FR ? "erreur" : "error";
    const char *warning = how->lang == RP_FR ? "avertissement" : "warning";
    if (d->errors)
        rp_buf_printf(out, "%u %s%s", d->errors, error, d->errors > 1 ? "s" : "");
    if (d->errors && d->warnings)
        rp_buf_puts(out, ", ");
    if (d->warnings)
        rp_buf_printf(out, "%u %s%s", d->warnings, warning, d->warnings > 1 ? "s" : "");
    if (d->errors || d->warnings)
        rp_buf_putc(out, '\n');
}
