// SPDX-License-Identifier: Apache-2.0
/*
 * MAL text -> syntax tree: attack steps, variables, detectors.
 */
#include "mal/parse.h"

// Whether a step begins at the i-th token.  `E` only counts when a name follows that is not the
// `info` of a meta whose key is E.
static bool starts_step(struct rp_mal_parser *p)
{
    if (rp_mal_is_kind(p, 0, RP_MAL_TOK_NOT_EXIST) || rp_mal_is_char(p, 0, '|') ||
        rp_mal_is_char(p, 0, '&'))
        return true;
    if (rp_mal_is_char(p, 0, '#'))
        return !rp_mal_starts_declaration(p);
    return rp_mal_is_word(p, 0, "E") && rp_mal_is_name(p, 1);
}

static bool starts_variable(struct rp_mal_parser *p)
{
    return rp_mal_is_word(p, 0, "let") && rp_mal_is_name(p, 1);
}

// An asset that begins inside another: its closing brace is missing.
static bool starts_next_asset(struct rp_mal_parser *p)
{
    unsigned i = rp_mal_is_word(p, 0, "abstract") ? 1 : 0;
    return rp_mal_is_word(p, i, "asset") && rp_mal_is_name(p, i + 1);
}

static void take_type(struct rp_mal_parser *p, struct rp_mal_syn_step *step)
{
    struct rp_mal_token sign = rp_mal_take(p);
    if (sign.kind == RP_MAL_TOK_NOT_EXIST)
        step->type = RP_MAL_NOT_EXIST;
    else if (sign.kind == RP_MAL_TOK_ID)
        step->type = RP_MAL_EXIST;
    else if (sign.c == '|')
        step->type = RP_MAL_OR;
    else
        step->type = sign.c == '&' ? RP_MAL_AND : RP_MAL_DEFENSE;
}

// `action` and `effect` are modes when the step's name follows; else they are the name.
static void skip_causal_mode(struct rp_mal_parser *p)
{
    if (!rp_mal_is_word(p, 0, "action") && !rp_mal_is_word(p, 0, "effect"))
        return;
    if (!rp_mal_is_name(p, 1))
        return;
    bool meta = rp_mal_is_word(p, 2, "info");
    bool member =
        rp_mal_is_name(p, 2) && (rp_mal_is_word(p, 1, "E") || rp_mal_is_word(p, 1, "let"));
    if (!meta && !member)
        rp_mal_take(p);
}

static bool parse_tags(struct rp_mal_parser *p, struct rp_mal_syn_step *step)
{
    uint32_t cap = 0;
    while (rp_mal_skip_char(p, '@')) {
        struct rp_mal_word tag;
        if (!rp_mal_want_name(p, &tag))
            return false;
        step->tag = rp_arena_grow(p->arena, step->tag, step->ntags, &cap, sizeof(step->tag[0]));
        step->tag[step->ntags++] = tag.text;
    }
    return true;
}

// One class; gives false when it is none.
static bool parse_class(struct rp_mal_parser *p, struct rp_mal_syn_step *step)
{
    unsigned bit = 0;
    if (rp_mal_is_word(p, 0, "C"))
        bit = RP_MAL_C;
    else if (rp_mal_is_word(p, 0, "I"))
        bit = RP_MAL_I;
    else if (rp_mal_is_word(p, 0, "A"))
        bit = RP_MAL_A;
    if (!bit)
        return rp_mal_fail(p, RP_MSG_MAL_WANT_CIA);
    struct rp_mal_token class = rp_mal_take(p);
    if (step->cia & bit)
        rp_report(p->d, RP_MSG_MAL_CIA_TWICE, rp_mal_loc(p, &class), "%.*s",
                  RP_FMT(rp_mal_token_str(p, &class)));
    step->cia |= bit;
    return true;
}

// {C, I, A}.  After a mistake the rest up to the closing brace is passed over, which would otherwise
// seem to close the asset.
static bool parse_cia(struct rp_mal_parser *p, struct rp_mal_syn_step *step)
{
    uint32_t off = rp_mal_peek(p, 0)->off;
    if (!rp_mal_skip_char(p, '{'))
        return true;
    step->cia = RP_MAL_CIA_GIVEN;
    bool readable = true;
    while (readable && !rp_mal_is_char(p, 0, '}')) {
        readable = parse_class(p, step);
        if (readable && !rp_mal_skip_char(p, ',') && !rp_mal_is_char(p, 0, '}'))
            readable = rp_mal_fail(p, RP_MSG_MAL_WANT_CIA);
    }
    while (rp_mal_is_name(p, 0) || rp_mal_is_char(p, 0, ','))
        rp_mal_take(p);
    step->cia_at = rp_mal_loc_since(p, off);
    return rp_mal_skip_char(p, '}');
}

// `[]` is Zero, as in malcompiler.
static bool parse_time(struct rp_mal_parser *p, struct rp_mal_syn_step *step)
{
    uint32_t off = rp_mal_peek(p, 0)->off;
    if (!rp_mal_skip_char(p, '['))
        return true;
    if (rp_mal_is_char(p, 0, ']')) {
        rp_mal_take(p);
        step->ttc = RP_NEW(p->arena, struct rp_mal_ttc);
        *step->ttc = (struct rp_mal_ttc){.op = RP_MAL_TTC_FUNCTION, .name = RP_STR("Zero")};
        step->ttc->at = rp_mal_loc_since(p, off);
    } else {
        step->ttc = rp_mal_parse_ttc(p);
        if (!step->ttc || !rp_mal_want_char(p, ']', RP_MSG_MAL_WANT_BRACKET))
            return false;
    }
    step->ttc_at = rp_mal_loc_since(p, off);
    return true;
}

// One rate: `tpr: 0.9`; in earlier forms also the other two, or a number alone.
static bool parse_rate(struct rp_mal_parser *p)
{
    static const char *const rates[] = {"tpr", "fpr", "tnr", "fnr"};
    double rate;
    if (rp_mal_is_kind(p, 0, RP_MAL_TOK_ID)) {
        size_t i = 0;
        while (i < sizeof(rates) / sizeof(rates[0]) && !rp_mal_is_word(p, 0, rates[i]))
            i++;
        if (i == sizeof(rates) / sizeof(rates[0]))
            return rp_mal_fail(p, RP_MSG_MAL_WANT_DETECTOR);
        rp_mal_take(p);
        if (!rp_mal_want_char(p, ':', RP_MSG_MAL_WANT_COLON))
            return false;
    }
    return rp_mal_parse_number(p, &rate);
}

static bool parse_rates(struct rp_mal_parser *p)
{
    if (!rp_mal_skip_char(p, '['))
        return true;
    do {
        if (!parse_rate(p))
            return false;
    } while (rp_mal_skip_char(p, ','));
    return rp_mal_want_char(p, ']', RP_MSG_MAL_WANT_BRACKET);
}

// name.name (path.to.step label, ...) type [rates], after the sign.  Read and left out: detectors
// add neither nodes nor edges.
static bool parse_detector(struct rp_mal_parser *p)
{
    struct rp_mal_word word;
    do {
        if (!rp_mal_want_name(p, &word))
            return false;
    } while (rp_mal_skip_char(p, '.'));
    if (rp_mal_skip_char(p, '(')) {
        do {
            if (!rp_mal_parse_expr(p))
                return false;
            if (rp_mal_is_name(p, 0))
                rp_mal_take(p); // the label
        } while (rp_mal_skip_char(p, ','));
        if (!rp_mal_want_char(p, ')', RP_MSG_MAL_WANT_PAREN))
            return false;
    }
    bool member =
        (rp_mal_is_word(p, 0, "E") || rp_mal_is_word(p, 0, "let")) && rp_mal_is_name(p, 1);
    if (rp_mal_is_name(p, 0) && !member)
        rp_mal_take(p); // the type
    return parse_rates(p);
}

static bool has_line_end(const struct rp_mal_parser *p, uint32_t from, uint32_t to)
{
    return to >= p->src->text.n || memchr(p->src->text.p + from, '\n', to - from) != NULL;
}

// "//!" opens a detector that older compilers read as a comment.  A comment that happens to begin
// so is told apart by trying: a detector is readable and ends with its line.
static void skip_marked_detectors(struct rp_mal_parser *p)
{
    while (rp_mal_peek(p, 0)->mark) {
        struct rp_mal_parser tried = *p;
        tried.quiet = true;
        tried.scan.d = NULL;
        tried.scan.at = rp_mal_peek(p, 0)->mark;
        tried.nahead = 0;
        bool detector =
            parse_detector(&tried) && has_line_end(p, tried.last_end, rp_mal_peek(&tried, 0)->off);
        uint32_t go_on = tried.last_end;
        if (!detector) {
            struct rp_str text = p->src->text;
            for (go_on = rp_mal_peek(p, 0)->mark; go_on < text.n && text.p[go_on] != '\n';)
                go_on++;
        }
        p->scan.at = go_on;
        p->nahead = 0;
    }
}

static bool skip_detectors(struct rp_mal_parser *p)
{
    skip_marked_detectors(p);
    while (rp_mal_is_kind(p, 0, RP_MAL_TOK_BANG)) {
        rp_mal_take(p);
        if (!parse_detector(p))
            return false;
        skip_marked_detectors(p);
    }
    return true;
}

static bool parse_leads(struct rp_mal_parser *p, struct rp_mal_syn_step *step)
{
    if (rp_mal_is_kind(p, 0, RP_MAL_TOK_REQUIRE)) {
        struct rp_mal_token sign = rp_mal_take(p);
        step->needs_at = rp_mal_loc(p, &sign);
        step->needs = rp_mal_parse_exprs(p);
        if (!step->needs)
            return false;
    }
    bool appends = rp_mal_is_kind(p, 0, RP_MAL_TOK_INHERIT);
    if (!appends && !rp_mal_is_kind(p, 0, RP_MAL_TOK_OVERRIDE))
        return true;
    struct rp_mal_token sign = rp_mal_take(p);
    step->appends = appends;
    step->reach_at = rp_mal_loc(p, &sign);
    step->reach = rp_mal_parse_exprs(p);
    return step->reach != NULL;
}

// A step whose head is not readable is kept by its name, so that others may still lead to it.
static bool parse_step(struct rp_mal_parser *p, struct rp_mal_syn_step ***last)
{
    struct rp_mal_syn_step *step = RP_NEW(p->arena, struct rp_mal_syn_step);
    take_type(p, step);
    skip_causal_mode(p);
    if (!rp_mal_want_name(p, &step->name))
        return false;
    **last = step;
    *last = &step->next;
    p->syn->nsteps++;
    return parse_tags(p, step) && parse_cia(p, step) && parse_time(p, step) &&
           rp_mal_parse_metas(p, &step->meta) && skip_detectors(p) && parse_leads(p, step);
}

static bool parse_variable(struct rp_mal_parser *p, struct rp_mal_syn_variable ***last)
{
    struct rp_mal_syn_variable *variable = RP_NEW(p->arena, struct rp_mal_syn_variable);
    rp_mal_take(p); // let
    if (!rp_mal_want_name(p, &variable->name))
        return false;
    **last = variable;
    *last = &variable->next;
    p->syn->nvariables++;
    if (!rp_mal_want_char(p, '=', RP_MSG_MAL_WANT_EQUALS))
        return false;
    variable->expr = rp_mal_parse_expr(p);
    return variable->expr != NULL;
}

// Goes to the next step or variable, or to the end of the asset.
static void skip_in_asset(struct rp_mal_parser *p)
{
    unsigned open = 0;
    while (!rp_mal_starts_declaration(p) && !starts_next_asset(p) && !starts_step(p) &&
           !starts_variable(p)) {
        if (rp_mal_is_char(p, 0, '{'))
            open++;
        if (rp_mal_is_char(p, 0, '}') && open-- == 0)
            return;
        rp_mal_take(p);
    }
}

void rp_mal_parse_asset_body(struct rp_mal_parser *p, struct rp_mal_syn_asset *asset)
{
    struct rp_mal_syn_step **last_step = &asset->step;
    struct rp_mal_syn_variable **last_variable = &asset->variable;
    while (!rp_mal_skip_char(p, '}')) {
        bool readable;
        if (rp_mal_starts_declaration(p) || starts_next_asset(p)) {
            rp_mal_fail(p, RP_MSG_MAL_NOT_CLOSED);
            return;
        }
        if (starts_step(p))
            readable = parse_step(p, &last_step);
        else if (starts_variable(p))
            readable = parse_variable(p, &last_variable);
        else
            readable = rp_mal_fail(p, RP_MSG_MAL_WANT_STEP);
        if (!readable)
            skip_in_asset(p);
    }
}
