#include "command/probe.h"

#include "base/base64.h"
#include "command/command.h"
#include "command/probe_memory.h"

#include <stdlib.h>

bool probe_text(struct probe *p, const char *key, struct str *text)
{
    const struct node *plain = node_get(p->question, str_c(key));
    const struct node *b64 = node_get(p->question, ARENA_JOIN(p->arena, str_c(key), STR("_b64")));

    if (node_kind(plain) == NODE_STRING)
        return *text = node_text(plain), true;
    return node_kind(b64) == NODE_STRING && base64_decode(p->arena, node_text(b64), text);
}

void probe_ok(struct probe *p)
{
    json_put_bool(p->answer, "ok", true);
}

void probe_refuse(struct probe *p, struct str error)
{
    json_put_bool(p->answer, "ok", false);
    json_put_string(p->answer, "error", error);
}

static void forget(struct probe_kept *k)
{
    if (k->value)
        k->release(k->value);
    k->value = NULL;
}

void *probe_recall(struct probe *p, struct str key)
{
    if (p->kept->value && str_eq(buf_str(&p->kept->bytes), key))
        return p->kept->value;
    forget(p->kept);
    return NULL;
}

void probe_keep(struct probe *p, struct str key, void *value, void (*release)(void *value))
{
    forget(p->kept);
    buf_reset(&p->kept->bytes);
    buf_put(&p->kept->bytes, key);
    p->kept->value = value;
    p->kept->release = release;
}

static void put_answer(struct probe *p, struct buf *out)
{
    json_print(p->answer, 0, out);
    if (p->json.len) {
        out->len--; /* the closing brace */
        buf_printf(out, ",\"%s\":", p->json_key);
        buf_put(out, p->json);
        buf_char(out, '}');
    }
    buf_char(out, '\n');
}

/* What the answers before leave for this one. */
struct before {
    struct probe_kept kept;
    struct probe_memory memory;
};

static bool answer(const struct probe_kind *kind, struct before *b, struct arena *arena, struct str line,
                   struct buf *out)
{
    struct probe p = { .arena = arena,
                       .line = line,
                       .answer = json_object(),
                       .json_key = "json",
                       .kept = &b->kept,
                       .memory = &b->memory };
    struct json_error e;
    struct tape t;
    bool ok = json_read(&t, arena, line, &e) && node_kind(t.root) == NODE_MAPPING;

    p.question = t.root;
    if (ok)
        kind->ask(&p);
    else
        probe_refuse(&p, STR("the question is not a JSON object"));
    put_answer(&p, out);
    return ok;
}

static enum exit_status answer_all(const struct probe_kind *kind, struct arena *arena)
{
    enum exit_status status = EXIT_PASS;
    struct before before = { 0 };
    struct buf out = { 0 };
    char *line = NULL;
    size_t cap = 0, number = 0;
    ssize_t len;

    while ((len = getline(&line, &cap, stdin)) > 0) {
        number++;
        if (str_trim((struct str){ line, (size_t)len }).len == 0)
            continue;
        if (!answer(kind, &before, arena, (struct str){ line, (size_t)len }, &out))
            status = command_fail(NULL, "probe: line %zu is not a JSON object", number);
        fwrite(out.p, 1, out.len, stdout);
        fflush(stdout);
        buf_reset(&out);
        arena_reset(arena);
    }
    forget(&before.kept);
    buf_free(&before.kept.bytes);
    free(line);
    probe_memory_free(&before.memory);
    buf_free(&out);
    return status;
}

static enum exit_status probe(struct arena *arena, const struct args *args)
{
    struct arena scratch = { 0 };
    enum exit_status status;

    (void)arena;
    for (const struct probe_kind *k = probe_kinds; k->name && args->word_count; k++)
        if (str_eq(args->words[0], str_c(k->name))) {
            status = answer_all(k, &scratch);
            arena_free(&scratch);
            return status;
        }
    fputs("prowgate: probe wants one of:", stderr);
    for (const struct probe_kind *k = probe_kinds; k->name; k++)
        fprintf(stderr, " %s", k->name);
    fputc('\n', stderr);
    return EXIT_UNDECIDED;
}

static const struct flag flags[] = {
    { "help", FLAG_SWITCH, NULL, "show this" },
    { NULL, FLAG_SWITCH, NULL, NULL },
};

const struct command command_probe = {
    .name = "probe",
    .words = "KIND",
    .summary = "Ask one checker directly: JSON lines in, JSON lines out",
    .flags = flags,
    .most_words = 1,
    .run = probe,
};
