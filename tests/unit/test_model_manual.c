// SPDX-License-Identifier: Apache-2.0
/*
 * rempart-model(5) lists the keys as the tables of the checker have them.
 *
 * What stands between the two marks of the page is made here and compared; BLESS=1 in the environment
 * writes it anew.
 */
#include "base/file.h"
#include "catalogue/catalogue.h"
#include "model/keys.h"
#include "rp_test.h"

#include <stdlib.h>

static const char path[] = "man/rempart-model.5";
static const char first_mark[] =
    ".\\\" The list of keys is made from the checker's tables: begin\n";
static const char last_mark[] = ".\\\" The list of keys is made from the checker's tables: end\n";

enum { WIDTH = 78 };

// Words on lines of at most WIDTH bytes, each sentence on a line of its own, as mdoc wants it.
static void put_filled(struct rp_buf *out, const char *text)
{
    size_t column = 0;
    bool sentence_ended = false;
    for (const char *word = text; *word;) {
        size_t n = strcspn(word, " ");
        bool fits = column + 1 + n <= WIDTH;
        if (column && (sentence_ended || !fits)) {
            rp_buf_putc(out, '\n');
            column = 0;
        } else if (column) {
            rp_buf_putc(out, ' ');
            column++;
        }
        rp_buf_put(out, (struct rp_str){word, n});
        column += n;
        sentence_ended = n && word[n - 1] == '.';
        word += n;
        word += strspn(word, " ");
    }
    rp_buf_putc(out, '\n');
}

static const char *class_name(unsigned classes)
{
    static const char *const name[RP_CLASS_COUNT] = {
        [RP_CLASS_ZONE] = "zone",           [RP_CLASS_COMPONENT] = "component",
        [RP_CLASS_INTERFACE] = "interface", [RP_CLASS_ASSET] = "asset",
        [RP_CLASS_HARM] = "harm",           [RP_CLASS_ASSUMPTION] = "assumption",
    };
    for (unsigned class = 0; class < RP_CLASS_COUNT; class ++)
        if (classes == 1U << class)
            return name[class];
    return "place";
}

static void put_words(struct rp_buf *out, const char *const *words)
{
    for (const char *const *word = words; *word; word++)
        rp_buf_printf(out, "%s%s", word == words ? "" : ", ", *word);
}

// What kind of value the key takes.
static void put_type(struct rp_buf *out, const struct rp_key *key)
{
    static const char *const plain[RP_KEY_TYPES] = {
        [RP_KEY_ID] = "id",
        [RP_KEY_KIND] = "word of the catalogue",
        [RP_KEY_KINDS] = "list of words of the catalogue",
        [RP_KEY_PHRASE] = "word or phrase",
        [RP_KEY_LINE] = "line of text",
        [RP_KEY_TEXT] = "text in both languages",
        [RP_KEY_TESTS] = "list of test ids",
        [RP_KEY_PATHS] = "list of paths",
        [RP_KEY_DATE] = "date",
        [RP_KEY_DATE_OR_UNKNOWN] = "date or unknown",
        [RP_KEY_PAIRS] = "map of words of the catalogue",
        [RP_KEY_MAP] = "map",
        [RP_KEY_ITEMS] = "list of maps",
        [RP_KEY_SECTIONS] = "map of texts",
    };
    if (plain[key->type])
        rp_buf_puts(out, plain[key->type]);
    else if (key->type == RP_KEY_REF || key->type == RP_KEY_REFS)
        rp_buf_printf(out, "%s of %s %s", key->type == RP_KEY_REF ? "id" : "ids",
                      key->type == RP_KEY_REF ? "one" : "any", class_name(key->classes));
    else if (key->type == RP_KEY_NUMBER)
        rp_buf_printf(out, "%u to %u", key->min, key->max);
    else if (key->type == RP_KEY_DECIMAL)
        rp_buf_printf(out, "%g to %g", key->min / 1000.0, key->max / 1000.0);
    else if (key->type == RP_KEY_CHOICES) {
        rp_buf_puts(out, "list of ");
        put_words(out, key->words);
    } else {
        rp_buf_puts(out, "one of ");
        put_words(out, key->words);
    }
}

// What the catalogue lets one choose about the device library.
static void put_choices(struct rp_buf *out, struct rp_arena *a, const struct rp_modules *m,
                        const struct rp_key *key)
{
    rp_buf_printf(out,
                  ".Ss %s\nKeys under\n.Ic %s .\nThe first value holds when nothing is given.\n",
                  key->title[RP_EN], key->name);
    rp_buf_puts(out, ".Bl -tag -width Ds\n");
    for (uint32_t i = 0; i < m->nchoices; i++) {
        const struct rp_choice *c = &m->choice[i];
        rp_buf_printf(out, ".It Ic %.*s\n", RP_FMT(c->id));
        put_filled(out, rp_str_printf(a, "%.*s", RP_FMT(c->text.in[RP_EN])).p);
        rp_buf_puts(out, ".Bl -tag -width Ds\n");
        for (uint32_t k = 0; k < c->nvalues; k++) {
            rp_buf_printf(out, ".It Cm %.*s\n", RP_FMT(c->value[k].id));
            put_filled(out, rp_str_printf(a, "%.*s.", RP_FMT(c->value[k].text.in[RP_EN])).p);
        }
        rp_buf_puts(out, ".El\n");
    }
    rp_buf_puts(out, ".El\n");
}

// The keys of one table, then each table below it under a heading of its own.
static void put_table(struct rp_buf *out, struct rp_arena *a, const struct rp_modules *m,
                      const struct rp_keys *keys)
{
    rp_buf_puts(out, ".Bl -tag -width Ds\n");
    for (uint32_t k = 0; k < keys->n; k++) {
        const struct rp_key *key = &keys->key[k];
        rp_buf_printf(out, ".It Ic %s : No ", key->name);
        put_type(out, key);
        rp_buf_puts(out, key->required || key->needed ? " Pq required\n" : "\n");
        put_filled(out, key->help[RP_EN]);
    }
    rp_buf_puts(out, ".El\n");
    for (uint32_t k = 0; k < keys->n; k++) {
        if (keys->key[k].type == RP_KEY_PAIRS)
            put_choices(out, a, m, &keys->key[k]);
        if (!keys->key[k].keys)
            continue;
        rp_buf_printf(out, ".Ss %s\nKeys under\n.Ic %s .\n", keys->key[k].title[RP_EN],
                      keys->key[k].name);
        put_table(out, a, m, keys->key[k].keys);
    }
}

int main(void)
{
    struct rp_arena a;
    struct rp_buf list;
    struct rp_str page;
    struct rp_file_error error;
    rp_arena_init(&a);
    rp_buf_init(&list, 0);
    struct rp_diags d;
    rp_diags_init(&d, &a);
    const struct rp_catalogue *c = rp_catalogue_load(&a, RP_STR(""), NULL, NULL, 0, &d);
    CHECK(c);
    if (c)
        put_table(&list, &a, c->modules, &rp_keys_top);
    bool read = rp_file_read(&a, path, 1 << 20, &page, &error) == RP_OK;
    CHECK(read);
    char *text = RP_NEWN(&a, char, page.n + 1);
    if (read)
        memcpy(text, page.p, page.n);
    char *begin = strstr(text, first_mark), *end = strstr(text, last_mark);
    CHECK(begin && end && begin < end);
    if (begin && end) {
        begin += strlen(first_mark);
        struct rp_str now = {begin, (size_t)(end - begin)};
        bool same = rp_str_eq(now, rp_buf_str(&list));
        if (!same && getenv("BLESS")) {
            struct rp_str all = rp_str_printf(&a, "%.*s%.*s%s", (int)(begin - text), text,
                                              RP_FMT(rp_buf_str(&list)), end);
            CHECK(rp_file_write(&a, path, all, &error) == RP_OK);
        } else {
            CHECK_AT(same, "the list of keys in man/rempart-model.5");
        }
    }
    rp_buf_done(&list);
    rp_arena_done(&a);
    TEST_DONE();
}
