// SPDX-License-Identifier: Apache-2.0
/*
 * Scalars of a model that have a form: numbers, dates, words of a closed list, texts.
 */
#include "model/reader.h"

static bool is_scalar(struct rp_reader *r, const struct rp_node *node, enum rp_msg otherwise)
{
    if (node->kind == RP_NODE_SCALAR)
        return true;
    rp_report(r->d, otherwise, node->at, "%.*s", RP_FMT(node->key));
    return false;
}

bool rp_value_line(struct rp_reader *r, const struct rp_node *node)
{
    return is_scalar(r, node, RP_MSG_EXPECTED_TEXT);
}

// "{en: one, two}": what follows the comma is a key without a value, and not even a colon.
static bool is_rest_of_text(const struct rp_node *node)
{
    enum rp_lang lang;
    if (!rp_node_is_null(node) || node->at.off != node->key_at.off ||
        rp_lang_parse(node->key, &lang))
        return false;
    const struct rp_str *text = &node->at.src->text;
    size_t end = node->key_at.off + node->key_at.len;
    return end == text->n || text->p[end] != ':';
}

// {en: ..., fr: ...}
static bool text_in_languages(struct rp_reader *r, const struct rp_node *node,
                              struct rp_text *ret_text)
{
    static const char *const languages[] = {"en", "fr", NULL};
    struct rp_text text = {0};
    bool ok = true, cut = false;
    for (const struct rp_node *i = node->first; i; i = i->next) {
        enum rp_lang lang;
        if (i->bad || cut)
            continue;
        if (is_rest_of_text(i)) {
            rp_report(r->d, RP_MSG_TEXT_CUT, i->at, "%.*s", RP_FMT(i->key));
            ok = false;
            cut = true;
        } else if (!rp_lang_parse(i->key, &lang)) {
            const struct rp_node key = {.text = i->key, .at = i->key_at};
            rp_value_unknown(r, &key, languages);
            ok = false;
        } else if (is_scalar(r, i, RP_MSG_EXPECTED_TEXT) && !rp_node_is_null(i)) {
            text.in[lang] = i->text;
        }
    }
    bool en = text.in[RP_EN].n, fr = text.in[RP_FR].n;
    if (ok && en != fr)
        rp_report(r->d, RP_MSG_UNTRANSLATED, node->at, "%.*s", RP_FMT(node->key));
    if (!en)
        text.in[RP_EN] = text.in[RP_FR];
    if (!fr)
        text.in[RP_FR] = text.in[RP_EN];
    *ret_text = text;
    return true;
}

bool rp_value_text(struct rp_reader *r, const struct rp_node *node, struct rp_text *ret_text)
{
    if (node->kind == RP_NODE_MAP)
        return text_in_languages(r, node, ret_text);
    if (!is_scalar(r, node, RP_MSG_EXPECTED_TEXT))
        return false;
    *ret_text = (struct rp_text){{node->text, node->text}};
    return true;
}

// Digits, and with decimals a point and at most so many digits: the value times 10^decimals.
static bool parse_number(struct rp_str text, unsigned decimals, uint64_t *ret_value)
{
    enum { MOST_DIGITS = 12 };
    uint64_t value = 0;
    size_t i = 0, whole = 0;
    for (; i < text.n && text.p[i] >= '0' && text.p[i] <= '9'; i++, whole++)
        value = value * 10 + (uint64_t)(text.p[i] - '0');
    unsigned fraction = 0;
    if (i + 1 < text.n && text.p[i] == '.' && decimals)
        for (i++; i < text.n && text.p[i] >= '0' && text.p[i] <= '9' && fraction < decimals; i++) {
            value = value * 10 + (uint64_t)(text.p[i] - '0');
            fraction++;
        }
    if (i != text.n || whole == 0 || whole > MOST_DIGITS)
        return false;
    for (; fraction < decimals; fraction++)
        value *= 10;
    *ret_value = value;
    return true;
}

bool rp_value_number(struct rp_reader *r, const struct rp_node *node, const struct rp_key *key,
                     uint32_t *ret_value)
{
    if (!is_scalar(r, node, RP_MSG_EXPECTED_NUMBER))
        return false;
    unsigned decimals = key->type == RP_KEY_DECIMAL ? 3 : 0;
    uint64_t value;
    if (node->quoted || !parse_number(node->text, decimals, &value)) {
        rp_report(r->d, RP_MSG_EXPECTED_NUMBER, node->at, "%.*s", RP_FMT(node->text));
        return false;
    }
    if (value < key->min || value > key->max) {
        struct rp_diag *diag =
            rp_report(r->d, RP_MSG_OUT_OF_RANGE, node->at, "%.*s", RP_FMT(node->text));
        if (decimals)
            rp_report_note(r->d, diag, RP_MSG_NOTE_POSSIBLE, (struct rp_loc){0}, "%g … %g",
                           key->min / 1000.0, key->max / 1000.0);
        else
            rp_report_note(r->d, diag, RP_MSG_NOTE_POSSIBLE, (struct rp_loc){0}, "%u … %u",
                           key->min, key->max);
        return false;
    }
    *ret_value = (uint32_t)value;
    return true;
}

void rp_value_unknown(struct rp_reader *r, const struct rp_node *node, const char *const *words)
{
    enum { MOST_WORDS = 32 };
    struct rp_str word[MOST_WORDS], list = RP_STR("");
    size_t n = 0;
    for (; words[n] && n < MOST_WORDS; n++) {
        word[n] = rp_str_of(words[n]);
        list = rp_str_printf(r->arena, "%.*s%s%s", RP_FMT(list), n ? ", " : "", words[n]);
    }
    struct rp_diag *diag =
        rp_report(r->d, RP_MSG_UNKNOWN_WORD, node->at, "%.*s", RP_FMT(node->text));
    size_t near = rp_str_nearest(node->text, word, n);
    if (near < n)
        rp_report_meant(diag, word[near], (struct rp_loc){0});
    rp_report_note(r->d, diag, RP_MSG_NOTE_POSSIBLE, (struct rp_loc){0}, "%.*s", RP_FMT(list));
}

bool rp_value_choice(struct rp_reader *r, const struct rp_node *node, const char *const *words,
                     uint32_t *ret_index)
{
    if (!is_scalar(r, node, RP_MSG_EXPECTED_TEXT))
        return false;
    for (uint32_t i = 0; words[i]; i++) {
        if (rp_str_eq(node->text, rp_str_of(words[i]))) {
            *ret_index = i;
            return true;
        }
    }
    rp_value_unknown(r, node, words);
    return false;
}

bool rp_value_date(struct rp_reader *r, const struct rp_node *node, bool or_unknown)
{
    int64_t days;
    if (!is_scalar(r, node, RP_MSG_BAD_DATE))
        return false;
    if (or_unknown && rp_str_eq(node->text, RP_STR("unknown")))
        return true;
    if (rp_date_parse(node->text, &days))
        return true;
    rp_report(r->d, RP_MSG_BAD_DATE, node->at, "%.*s", RP_FMT(node->text));
    return false;
}

bool rp_value_word(struct rp_reader *r, const struct rp_node *node)
{
    if (!is_scalar(r, node, RP_MSG_EXPECTED_TEXT))
        return false;
    bool ok = node->text.n > 0;
    for (size_t i = 0; i < node->text.n; i++) {
        char c = node->text.p[i];
        ok = ok && ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                    c == '-' || c == '.' || c == '_' || c == '+' || c == '/');
    }
    if (!ok)
        rp_report(r->d, RP_MSG_BAD_WORD, node->at, "%.*s", RP_FMT(node->text));
    return ok;
}
