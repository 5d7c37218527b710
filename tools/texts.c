// SPDX-License-Identifier: Apache-2.0
/*
 * The texts of the documents (catalogue/texts, YAML) -> a list of texts that the C compiler checks.
 *
 * A text file is a map: key -> {en: ..., fr: ...}.  Each becomes TEXT(KEY, "key", "english",
 * "french"); a key that the program uses and no file has does not compile.  Refused here: a key
 * twice, a language missing or empty, {1}-style places that differ between the languages.
 * usage: texts OUTPUT INPUT...
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

enum { KEYS_MAX = 2000 };

struct file {
    const char *path;
    yaml_parser_t parser;
    FILE *out;
    char *key[KEYS_MAX];
    size_t nkeys;
    bool bad;
};

static void complain(struct file *f, const yaml_event_t *at, const char *what)
{
    fprintf(stderr, "%s:%zu: %s\n", f->path, at->start_mark.line + 1, what);
    f->bad = true;
}

// The next event; on a syntax error the program ends.
static yaml_event_t next(struct file *f)
{
    yaml_event_t event;
    if (!yaml_parser_parse(&f->parser, &event)) {
        fprintf(stderr, "%s:%zu: %s\n", f->path, f->parser.problem_mark.line + 1,
                f->parser.problem);
        exit(1);
    }
    return event;
}

static const char *scalar(const yaml_event_t *event)
{
    return event->type == YAML_SCALAR_EVENT ? (const char *)event->data.scalar.value : "";
}

// Bit n is set when {n} stands in the text.
static unsigned places(const char *text)
{
    unsigned found = 0;
    for (; *text; text++)
        if (text[0] == '{' && text[1] >= '1' && text[1] <= '9' && text[2] == '}')
            found |= 1u << (text[1] - '0');
    return found;
}

static void put_string(FILE *out, const char *text)
{
    fputc('"', out);
    for (; *text; text++) {
        unsigned char c = (unsigned char)*text;
        if (c == '"' || c == '\\')
            fprintf(out, "\\%c", c);
        else if (c < 0x20 || c >= 0x7F)
            fprintf(out, "\\%03o", c); // three digits: a digit that follows is not taken for one
        else
            fputc(c, out);
    }
    fputc('"', out);
}

static void put_text(struct file *f, const char *key, char *const text[2])
{
    fputs("TEXT(", f->out);
    for (const char *at = key; *at; at++)
        fputc(*at == '-' ? '_' : *at >= 'a' && *at <= 'z' ? *at - 'a' + 'A' : *at, f->out);
    fprintf(f->out, ", \"%s\", ", key);
    put_string(f->out, text[0]);
    fputs(", ", f->out);
    put_string(f->out, text[1]);
    fputs(")\n", f->out);
}

static void check_key(struct file *f, const yaml_event_t *event)
{
    const char *key = scalar(event);
    if (!*key || key[strspn(key, "abcdefghijklmnopqrstuvwxyz0123456789-")])
        complain(f, event, "a key is made of a-z, 0-9 and -");
    for (size_t i = 0; i < f->nkeys; i++)
        if (strcmp(f->key[i], key) == 0)
            complain(f, event, "this key stands twice");
    if (f->nkeys < KEYS_MAX)
        f->key[f->nkeys++] = strdup(key);
    else
        complain(f, event, "more keys than this program holds");
}

// {en: text, fr: text}
static void read_text(struct file *f, const char *key)
{
    char *text[2] = {NULL, NULL};
    yaml_event_t event = next(f);
    if (event.type != YAML_MAPPING_START_EVENT) {
        complain(f, &event, "a key is followed by {en: ..., fr: ...}");
        return;
    }
    for (event = next(f); event.type != YAML_MAPPING_END_EVENT; event = next(f)) {
        int lang = strcmp(scalar(&event), "en") == 0   ? 0
                   : strcmp(scalar(&event), "fr") == 0 ? 1
                                                       : 2;
        yaml_event_t value = next(f);
        if (lang == 2 || text[lang] || !*scalar(&value))
            complain(f, &event, "each text has en and fr, once, not empty");
        else
            text[lang] = strdup(scalar(&value));
        yaml_event_delete(&event);
        yaml_event_delete(&value);
    }
    if (!text[0] || !text[1])
        complain(f, &event, "a language is missing");
    else if (places(text[0]) != places(text[1]))
        complain(f, &event, "the places {1} ... differ between the languages");
    else
        put_text(f, key, text);
    yaml_event_delete(&event);
    free(text[0]);
    free(text[1]);
}

static void read_file(struct file *f)
{
    FILE *in = fopen(f->path, "rb");
    if (!in) {
        perror(f->path);
        exit(1);
    }
    yaml_parser_initialize(&f->parser);
    yaml_parser_set_input_file(&f->parser, in);
    yaml_event_t event = next(f); // stream start, document start, map start
    for (int i = 0; i < 2; i++)
        event = next(f);
    if (event.type != YAML_MAPPING_START_EVENT)
        complain(f, &event, "a text file is a map");
    for (event = next(f); event.type == YAML_SCALAR_EVENT; event = next(f)) {
        check_key(f, &event);
        read_text(f, scalar(&event));
        yaml_event_delete(&event);
    }
    yaml_event_delete(&event);
    yaml_parser_delete(&f->parser);
    fclose(in);
}

int main(int argc, char **argv)
{
    struct file *f = calloc(1, sizeof(*f));
    if (argc < 3 || !f || !(f->out = fopen(argv[1], "wb"))) {
        fprintf(stderr, "usage: texts OUTPUT INPUT...\n");
        free(f);
        return 2;
    }
    for (int i = 2; i < argc; i++) {
        f->path = argv[i];
        read_file(f);
    }
    bool failed = fclose(f->out) != 0 || f->bad;
    if (failed)
        remove(argv[1]);
    for (size_t i = 0; i < f->nkeys; i++)
        free(f->key[i]);
    free(f);
    return failed;
}
