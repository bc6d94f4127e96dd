#include "source/token.h"

#include "base/fs.h"

#include <stdlib.h>
#include <string.h>

enum { LONGEST_TOKEN = 64 * 1024 };

/* RFC 6750, 2.1: visible ASCII is wider than it allows, and harmless. */
static bool take(struct str text, struct str where, struct arena *a, struct str *token, struct str *words)
{
    text = str_trim(text);
    if (text.len == 0)
        *words = ARENA_JOIN(a, where, STR(" holds no token"));
    for (size_t i = 0; i < text.len && words->len == 0; i++)
        if (text.p[i] <= ' ' || text.p[i] > '~')
            *words = ARENA_JOIN(a, where, STR(" holds no token: a token is one word of printable ASCII"));
    if (words->len == 0)
        *token = arena_copy(a, text);
    return words->len == 0;
}

bool token_from_file(const char *path, struct arena *a, struct str *token, struct str *words)
{
    struct buf text = { 0 };
    struct fs_error error;
    struct fs_disk disk;
    bool ok = fs_disk_open(&disk, NULL, &error);

    *words = STR("");
    if (ok) {
        ok = fs_read(&disk.fs, str_c(path), LONGEST_TOKEN, &text, &error);
        fs_disk_close(&disk);
    }
    if (ok)
        ok = take(buf_str(&text), str_c(path), a, token, words);
    else
        *words = fs_error_text(&error, a);
    if (text.p)
        explicit_bzero(text.p, text.len);
    buf_free(&text);
    return ok;
}

bool token_from_environment(const char *name, struct arena *a, struct str *token, struct str *words)
{
    const char *value = getenv(name);

    *words = STR("");
    if (value)
        return take(str_c(value), ARENA_JOIN(a, STR("$"), str_c(name)), a, token, words);
    *words = ARENA_JOIN(a, STR("$"), str_c(name), STR(" is not set"));
    return false;
}
