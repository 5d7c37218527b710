// SPDX-License-Identifier: Apache-2.0
/*
 * Spoiling lines and words.
 */
#include "corrupt.h"

#include <stdlib.h>

static bool starts(const struct words_line *l, const char *word)
{
    return l->n > 0 && rp_str_eq(l->word[0], rp_str_of(word));
}

struct words words_of(struct rp_arena *a, struct rp_str text)
{
    struct words w = {NULL, 0};
    size_t nlines = 1, nwords = 1;
    for (size_t i = 0; i < text.n; i++) {
        nlines += text.p[i] == '\n';
        nwords += text.p[i] == '\n' || text.p[i] == ' ';
    }
    struct rp_str *word = RP_NEWN(a, struct rp_str, nwords);
    w.line = RP_NEWN(a, struct words_line, 2 * nlines);
    w.line[0].word = word;
    for (size_t i = 0, at = 0; i < text.n; i++) {
        if (text.p[i] != '\n' && text.p[i] != ' ')
            continue;
        *word++ = (struct rp_str){text.p + at, i - at};
        at = i + 1;
        w.line[w.n].n++;
        if (text.p[i] == '\n')
            w.line[++w.n].word = word;
    }
    return w;
}

struct rp_str words_text(struct rp_arena *a, const struct words *w)
{
    struct rp_buf b;
    rp_buf_init(&b, 0);
    for (uint32_t i = 0; i < w->n; i++)
        for (uint32_t k = 0; k < w->line[i].n; k++) {
            rp_buf_put(&b, w->line[i].word[k]);
            rp_buf_putc(&b, k + 1 < w->line[i].n ? ' ' : '\n');
        }
    struct rp_str text = rp_str_copy(a, rp_buf_str(&b));
    rp_buf_done(&b);
    return text;
}

static void remove_lines(struct words *w, uint32_t first, uint32_t n)
{
    memmove(w->line + first, w->line + first + n, (w->n - first - n) * sizeof(*w->line));
    w->n -= n;
}

static void insert_line(struct words *w, uint32_t at, struct words_line line)
{
    memmove(w->line + at + 1, w->line + at, (w->n - at) * sizeof(*w->line));
    w->line[at] = line;
    w->n++;
}

void drop_line(struct rp_arena *a, struct random_source *r, struct words *w)
{
    (void)a;
    remove_lines(w, random_below(r, w->n), 1);
}

void duplicate_line(struct rp_arena *a, struct random_source *r, struct words *w)
{
    (void)a;
    uint32_t i = random_below(r, w->n);
    insert_line(w, i, w->line[i]);
}

void swap_lines(struct rp_arena *a, struct random_source *r, struct words *w)
{
    (void)a;
    uint32_t i = random_below(r, w->n);
    uint32_t k = random_below(r, 2) && i + 1 < w->n ? i + 1 : random_below(r, w->n);
    struct words_line line = w->line[i];
    w->line[i] = w->line[k];
    w->line[k] = line;
}

void move_line(struct rp_arena *a, struct random_source *r, struct words *w)
{
    (void)a;
    uint32_t i = random_below(r, w->n);
    struct words_line line = w->line[i];
    remove_lines(w, i, 1);
    insert_line(w, random_below(r, w->n + 1), line);
}

void cut_lines(struct rp_arena *a, struct random_source *r, struct words *w)
{
    (void)a;
    w->n = 1 + random_below(r, w->n);
}

void drop_block(struct rp_arena *a, struct random_source *r, struct words *w)
{
    (void)a;
    uint32_t first = random_below(r, w->n);
    remove_lines(w, first, random_below(r, w->n - first + 1));
}

// A random number of a random line, with a sign or mark before it; NULL when the line has none.
static struct rp_str *some_number(struct random_source *r, struct words_line *l)
{
    for (uint32_t k = 0; l->n > 1 && k < 4; k++) {
        struct rp_str *word = &l->word[1 + random_below(r, l->n - 1)];
        if (word->n > 0 &&
            ((*word->p >= '0' && *word->p <= '9') || *word->p == '!' || *word->p == '+'))
            return word;
    }
    return NULL;
}

// A place of its own for the words of a line, which a copy of the line may share.
static struct words_line *own_line(struct rp_arena *a, struct words *w, uint32_t i)
{
    struct words_line *l = &w->line[i];
    struct rp_str *word = RP_NEWN(a, struct rp_str, (size_t)l->n + 1);
    memcpy(word, l->word, l->n * sizeof(*word));
    l->word = word;
    return l;
}

static uint64_t number(struct rp_str word)
{
    char digits[32] = "";
    size_t skip = word.n > 0 && (*word.p == '!' || *word.p == '+');
    memcpy(digits, word.p + skip, word.n - skip < 30 ? word.n - skip : 30);
    return strtoull(digits, NULL, 10);
}

static struct rp_str changed(struct rp_arena *a, struct rp_str old, uint64_t value)
{
    int mark = *old.p == '!' || *old.p == '+';
    return rp_str_printf(a, "%.*s%llu", mark, old.p, (unsigned long long)value);
}

void raise_number(struct rp_arena *a, struct random_source *r, struct words *w)
{
    struct rp_str *n = some_number(r, own_line(a, w, random_below(r, w->n)));
    if (n)
        *n = changed(a, *n, number(*n) + 1);
}

void lower_number(struct rp_arena *a, struct random_source *r, struct words *w)
{
    struct rp_str *n = some_number(r, own_line(a, w, random_below(r, w->n)));
    if (n && number(*n) > 0)
        *n = changed(a, *n, number(*n) - 1);
}

// Small numbers, those of other places, and the neighbours of the limits.
void replace_number(struct rp_arena *a, struct random_source *r, struct words *w)
{
    static const uint64_t limit[] = {1u << 24,          UINT32_MAX,        UINT64_C(1) << 40,
                                     UINT64_C(1) << 53, UINT64_C(1) << 54, INT64_MAX,
                                     UINT64_MAX,        1000000000};
    struct rp_str *n = some_number(r, own_line(a, w, random_below(r, w->n)));
    struct rp_str *other = some_number(r, own_line(a, w, random_below(r, w->n)));
    uint32_t how = random_below(r, 3);
    if (n && how == 0)
        *n = changed(a, *n, random_below(r, 20));
    else if (n && how == 1 && other)
        *n = changed(a, *n, number(*other));
    else if (n && how == 2)
        *n = changed(a, *n, limit[random_below(r, 8)] - random_below(r, 3));
}

void swap_numbers(struct rp_arena *a, struct random_source *r, struct words *w)
{
    struct words_line *l = own_line(a, w, random_below(r, w->n));
    struct rp_str *first = some_number(r, l), *second = some_number(r, l);
    if (!first || !second)
        return;
    struct rp_str word = *first;
    *first = *second;
    *second = word;
}

// Half of every second number of a claim or a derived row: its multipliers.
void halve_numbers(struct rp_arena *a, struct random_source *r, struct words *w)
{
    uint32_t i = random_below(r, w->n);
    for (uint32_t tried = 0; tried < w->n && !starts(&w->line[i], "y") && !starts(&w->line[i], "d");
         tried++)
        i = (i + 1) % w->n;
    struct words_line *l = own_line(a, w, i);
    for (uint32_t k = starts(l, "y") ? 1 : 4; k < l->n; k += k == 1 ? 3 : 2)
        if (number(l->word[k]) > 1 || random_below(r, 4) == 0)
            l->word[k] = changed(a, l->word[k], number(l->word[k]) / 2);
}

void drop_word(struct rp_arena *a, struct random_source *r, struct words *w)
{
    struct words_line *l = own_line(a, w, random_below(r, w->n));
    if (l->n == 0)
        return;
    uint32_t k = random_below(r, l->n);
    memmove(l->word + k, l->word + k + 1, (l->n - k - 1) * sizeof(*l->word));
    l->n--;
}

static uint32_t find(const struct words *w, struct random_source *r, const char *const *word,
                     uint32_t n)
{
    uint32_t start = random_below(r, w->n);
    for (uint32_t i = 0; i < w->n; i++)
        for (uint32_t k = 0; k < n; k++)
            if (starts(&w->line[(start + i) % w->n], word[k]))
                return (start + i) % w->n;
    return start;
}

// One number of the lines that state what is claimed.
void change_head(struct rp_arena *a, struct random_source *r, struct words *w)
{
    static const char *const head[] = {"set", "open", "stage", "result"};
    struct words_line *l = own_line(a, w, find(w, r, head, 4));
    struct rp_str *n = some_number(r, l);
    static const char *const result[] = {"optimum", "bound", "none"};
    if (starts(l, "result"))
        l->word[1] = rp_str_of(result[random_below(r, 3)]);
    else if (n)
        *n =
            changed(a, *n, random_below(r, 2) || number(*n) == 0 ? number(*n) + 1 : number(*n) - 1);
}

// Another bound, and a result that admits it.
void change_bound(struct rp_arena *a, struct random_source *r, struct words *w)
{
    static const char *const stage[] = {"stage"}, *const result[] = {"result"};
    struct words_line *l = own_line(a, w, find(w, r, stage, 1));
    if (l->n == 5 && random_below(r, 2))
        l->word[3] = changed(a, l->word[3], number(l->word[3]) + 1 + random_below(r, 3));
    else if (l->n == 5)
        l->word[3] =
            changed(a, l->word[3], random_below(r, 1 + (uint32_t)number(l->word[3]) % 1000));
    if (random_below(r, 2))
        l->word[l->n == 5 ? 2 : 0] = l->word[l->n == 5 ? 3 : 0];
    l = own_line(a, w, find(w, r, result, 1));
    if (starts(l, "result") && random_below(r, 2))
        l->word[1] = RP_STR("bound");
}

// Another number that all values of an objective are said to be multiples of.
void change_divisor(struct rp_arena *a, struct random_source *r, struct words *w)
{
    static const char *const stage[] = {"stage"};
    struct words_line *l = own_line(a, w, find(w, r, stage, 1));
    if (l->n == 5)
        l->word[4] = changed(a, l->word[4], random_below(r, 6));
}

// No set at all is claimed, with the proof of some stage.
void change_claim(struct rp_arena *a, struct random_source *r, struct words *w)
{
    static const char *const stage[] = {"stage"};
    uint32_t kept = find(w, r, stage, 1);
    for (uint32_t i = w->n; i-- > 0;) {
        struct words_line *l = own_line(a, w, i);
        if (starts(l, "result"))
            l->word[1] = RP_STR("none");
        else if (starts(l, "stage") && i == kept && l->n == 5)
            l->word[1] = RP_STR("none"), l->word[2] = RP_STR("0"), l->word[3] = RP_STR("1");
        else if (starts(l, "set") || starts(l, "open") || starts(l, "stage"))
            remove_lines(w, i, 1);
    }
}

// A wider question, or a narrower one.
void change_question(struct rp_arena *a, struct random_source *r, struct words *w)
{
    static const char *const question[] = {"force", "forbid", "limit", "exclude"};
    uint32_t i = find(w, r, question, 4);
    bool some = false;
    for (uint32_t k = 0; k < 4; k++)
        some |= starts(&w->line[i], question[k]);
    uint32_t how = random_below(r, 3);
    if (some && how == 0) {
        remove_lines(w, i, 1);
    } else if (some && how == 1) {
        struct rp_str *n = some_number(r, own_line(a, w, i));
        if (n)
            *n = changed(a, *n, random_below(r, 12));
    } else if (w->n > 2) {
        static const char *const line[] = {"force 1 0\n",   "forbid 1 0\n",    "limit places 2\n",
                                           "exclude 1 1\n", "limit kinds 1\n", "exclude 0\n"};
        struct words one = words_of(a, rp_str_of(line[random_below(r, 6)]));
        insert_line(w, 2, one.line[0]);
    }
}

void flip_branch(struct rp_arena *a, struct random_source *r, struct words *w)
{
    static const char *const branch[] = {"b", "f"};
    struct words_line *l = own_line(a, w, find(w, r, branch, 2));
    if (l->n == 3)
        l->word[2] = number(l->word[2]) ? RP_STR("0") : RP_STR("1");
}

static bool is_tree(const struct words_line *l)
{
    return starts(l, "y") || starts(l, "f") || starts(l, "b") || starts(l, "e");
}

void split_tree(struct rp_arena *a, struct random_source *r, struct words *w)
{
    static const char *const claim[] = {"y"};
    uint32_t first = find(w, r, claim, 1), n = 0;
    while (first > 0 && is_tree(&w->line[first - 1]))
        first--;
    while (first + n < w->n && is_tree(&w->line[first + n]))
        n++;
    if (n == 0)
        return;
    struct rp_str text = rp_str_printf(a, "b %u %u\n", random_below(r, 12), random_below(r, 2));
    struct words branch = words_of(a, text);
    for (uint32_t i = 0; i < n; i++)
        insert_line(w, first + n + i, w->line[first + i]);
    insert_line(w, first, branch.line[0]);
}

void before_trees(struct rp_arena *a, struct words *w, struct rp_str lines)
{
    struct words more = words_of(a, lines);
    for (uint32_t i = w->n; i-- > 1;)
        if (is_tree(&w->line[i]) && !is_tree(&w->line[i - 1]))
            for (uint32_t k = more.n; k-- > 0;)
                insert_line(w, i, more.line[k]);
}

// A step of a graph: a lower level, or an introducer more.
void change_step(struct rp_arena *a, struct random_source *r, struct words *w)
{
    static const char *const step[] = {"step"};
    struct words_line *l = own_line(a, w, find(w, r, step, 1));
    if (!starts(l, "step"))
        return;
    if (random_below(r, 2))
        l->word[1] = rp_str_printf(a, "%u", 1 + random_below(r, 4));
    else
        l->word[l->n++] = rp_str_printf(a, "+%u", random_below(r, 3));
}
