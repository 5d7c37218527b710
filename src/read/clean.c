// SPDX-License-Identifier: Apache-2.0
/*
 * Bytes that a text must not hold, found all in one pass before any reader sees them.
 *
 * Each is reported and replaced byte for byte, so that the libraries behind the readers, which end
 * at the first, have nothing to end at, and every offset stays what it was.
 */
#include "read/build.h"

enum {
    MOST_BAD = 50,  // reports of one kind of mistake; after that the file is no text
    MOST_TABS = 100 // reported; further ones are replaced in silence
};

struct cleaner {
    struct rp_arena *arena;
    const struct rp_source *src;
    const struct rp_clean *how;
    struct rp_diags *d;
    char *copy; // NULL until something was replaced
    uint32_t nbad, ntabs;
};

static void replace(struct cleaner *c, size_t off, size_t size, char by)
{
    if (!c->copy) {
        c->copy = RP_NEWN(c->arena, char, c->src->text.n + 1);
        memcpy(c->copy, c->src->text.p, c->src->text.n);
    }
    memset(c->copy + off, by, size);
}

// Unicode's property Bidi_Control.
static bool is_bidi(uint32_t c)
{
    return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0x200E ||
           c == 0x200F || c == 0x061C;
}

static bool is_control(uint32_t c, bool yaml)
{
    if (c < 0x20)
        return c != '\t' && c != '\n' && c != '\r';
    // U+FEFF inside a text, the last two of a plane, and what YAML 1.1 would take for line ends.
    return (c >= 0x7F && c < 0xA0) || c == 0xFEFF || c == 0xFFFE || c == 0xFFFF ||
           (yaml && (c == 0x2028 || c == 0x2029));
}

// A return without its line feed: an old line end, which would shift every line number.
static bool is_lone_return(struct rp_str text, size_t at)
{
    return text.p[at] == '\r' && (at + 1 == text.n || text.p[at + 1] != '\n');
}

static void report_bad(struct cleaner *c, enum rp_msg msg, size_t off, size_t size)
{
    struct rp_loc at = {c->src, (uint32_t)off, (uint32_t)size};
    size_t unused;
    uint32_t code = rp_str_decode(c->src->text, off, &unused);
    c->nbad++;
    if (msg == c->how->not_utf8)
        rp_report(c->d, msg, at, "%02X", (unsigned)(unsigned char)c->src->text.p[off]);
    else
        rp_report(c->d, msg, at, "U+%04X", (unsigned)code);
    // A lone return is a line end to everybody but us.
    replace(c, off, size, code == '\r' ? '\n' : '_');
}

// Length of the run of malformed bytes at off: one report for all of them.
static size_t malformed_run(struct rp_str text, size_t off)
{
    size_t end = off, size;
    while (end < text.n && (unsigned char)text.p[end] >= 0x80 &&
           rp_str_decode(text, end, &size) == 0xFFFD && size == 1)
        end++;
    return end - off;
}

// One character that is not printable ASCII; gives its size.
static size_t check_character(struct cleaner *c, size_t off)
{
    struct rp_str text = c->src->text;
    size_t size;
    uint32_t code = rp_str_decode(text, off, &size);
    if (code == 0xFFFD && size == 1) {
        size = malformed_run(text, off);
        report_bad(c, c->how->not_utf8, off, size);
    } else if (is_bidi(code)) {
        report_bad(c, c->how->bidi, off, size);
    } else if (is_control(code, c->how->yaml) || is_lone_return(text, off)) {
        report_bad(c, c->how->control, off, size);
    }
    return size;
}

// Tabs before the first other character of a line; gives the offset of that character.
static size_t check_indentation(struct cleaner *c, size_t off)
{
    struct rp_str text = c->src->text;
    size_t end = off, tab = text.n;
    while (end < text.n && (text.p[end] == ' ' || text.p[end] == '\t')) {
        if (text.p[end] == '\t') {
            tab = tab == text.n ? end : tab;
            replace(c, end, 1, ' ');
        }
        end++;
    }
    bool blank = end == text.n || text.p[end] == '\n' || text.p[end] == '\r' || text.p[end] == '#';
    if (tab < end && !blank && c->ntabs++ < MOST_TABS)
        rp_report(c->d, RP_MSG_YAML_TAB, (struct rp_loc){c->src, (uint32_t)tab, 1}, "%s", "");
    return end;
}

struct rp_str rp_clean_text(struct rp_arena *a, const struct rp_source *src,
                            const struct rp_clean *how, struct rp_diags *d)
{
    struct cleaner c = {.arena = a, .src = src, .how = how, .d = d};
    struct rp_str text = src->text;
    bool line_start = how->yaml;
    if (rp_str_starts(text, RP_STR("\xFF\xFE")) || rp_str_starts(text, RP_STR("\xFE\xFF"))) {
        rp_report(d, how->not_utf8, rp_build_loc(src, 0, 2), "UTF-16");
        return (struct rp_str){0};
    }
    for (size_t i = rp_text_bom(text); i < text.n;) {
        if (line_start) {
            i = check_indentation(&c, i);
            line_start = false;
            continue;
        }
        unsigned char byte = (unsigned char)text.p[i];
        if (byte >= 0x20 && byte < 0x7F) {
            i++;
            continue;
        }
        line_start = how->yaml && byte == '\n';
        i += check_character(&c, i);
        if (c.nbad > MOST_BAD) {
            rp_report(d, how->not_text, rp_build_loc(src, i, i), "%s", "");
            return (struct rp_str){0};
        }
    }
    return c.copy ? (struct rp_str){c.copy, text.n} : text;
}

bool rp_text_is_blank(struct rp_str text)
{
    for (size_t i = rp_text_bom(text); i < text.n; i++)
        if (text.p[i] != ' ' && text.p[i] != '\t' && text.p[i] != '\n' && text.p[i] != '\r')
            return false;
    return true;
}

size_t rp_text_bom(struct rp_str text)
{
    return rp_str_starts(text, RP_STR("\xEF\xBB\xBF")) ? 3 : 0;
}
