#include "pipeline/settings.h"

#include "syntax/scalar/goquote.h"
#include "syntax/yaml/yaml.h"

#include <stdlib.h>

enum { MOST_BYTES = 4 << 20 };

static struct str text_of(const struct node *map, const char *key)
{
    return node_text(node_get(map, str_c(key)));
}

struct setting *settings_read(const struct fs *fs, struct str path, struct arena *a, size_t *count)
{
    struct buf bytes = { 0 };
    struct fs_error e;
    struct yaml_error why;
    struct tape t;
    struct setting *list = NULL;
    const struct node *environments;
    size_t n = 0;

    *count = 0;
    if (!fs_read(fs, path, MOST_BYTES, &bytes, &e) || !yaml_read(&t, a, arena_copy(a, buf_str(&bytes)), NULL, &why)) {
        buf_free(&bytes);
        return NULL;
    }
    buf_free(&bytes);
    environments = node_get(t.root, STR("environments"));
    list = ARENA_ARRAY(a, struct setting, node_count(environments) + 1);
    for (const struct node *x = node_first(environments); x; x = node_next(environments, x)) {
        const struct node *d = node_get(node_value(x), STR("defaults"));

        list[n++] =
            (struct setting){ text_of(node_value(x), "name"), text_of(d, "cloud"),   text_of(d, "ev2Cloud"),
                              text_of(d, "region"),           text_of(d, "cxStamp"), text_of(d, "regionShortOverride"),
                              text_of(d, "regionShortSuffix") };
    }
    *count = n;
    return list;
}

static bool is_name(char c, bool first)
{
    return c == '_' || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || (!first && c >= '0' && c <= '9');
}

static size_t name_end(struct str s, size_t i)
{
    size_t at = i;

    while (at < s.len && is_name(s.p[at], at == i))
        at++;
    return at;
}

static bool value_of(struct str name, const struct shell_variable *v, size_t count, struct str *value)
{
    for (size_t i = 0; i < count; i++)
        if (str_eq(v[i].name, name) && v[i].value.p) {
            *value = v[i].value;
            return true;
        }
    return false;
}

static bool number(struct str s, int64_t *n)
{
    return go_parse_int(str_trim(s), n) == GO_INT_OK;
}

/* OFFSET or OFFSET:LENGTH of a value of ASCII characters. */
static bool part_of(struct str value, struct str what, struct str *out)
{
    struct str offset, length;
    bool has_length = str_cut(what, ':', &offset, &length);
    int64_t from, n = (int64_t)value.len;

    if (!number(offset, &from) || (has_length && !number(length, &n)))
        return false;
    if (offset.len && offset.p[0] == '-')
        return false; /* ${X:-7} is a default, no offset */
    if (from < 0)
        from += (int64_t)value.len;
    if (from < 0 || from > (int64_t)value.len || n < 0) {
        *out = (struct str){ "", 0 };
        return n >= 0;
    }
    *out = str_slice(value, (size_t)from,
                     (size_t)(from + (n > (int64_t)value.len - from ? (int64_t)value.len - from : n)));
    return true;
}

/* What stands in braces. */
static bool braced(struct str s, const struct shell_variable *v, size_t count, struct str *out)
{
    size_t end = name_end(s, 0);
    struct str value;

    if (end == 0 || !value_of(str_slice(s, 0, end), v, count, &value))
        return false;
    if (end == s.len) {
        *out = value;
        return true;
    }
    return s.p[end] == ':' && part_of(value, str_from(s, end + 1), out);
}

bool shell_expand(struct str text, const struct shell_variable *variables, size_t count, struct arena *a,
                  struct str *out)
{
    struct buf b = { 0 };
    bool ok = true;

    for (size_t i = 0; ok && i < text.len;) {
        struct str part = { "", 0 };
        size_t end;

        if (text.p[i] != '$') {
            ok = !strchr("`\\\"'|&;<>()*?[]{}~#!", text.p[i]) || text.p[i] == '\0';
            buf_char(&b, text.p[i++]);
            continue;
        }
        if (i + 1 < text.len && text.p[i + 1] == '{') {
            end = str_find_char(str_from(text, i), '}');
            ok = end != SIZE_MAX && braced(str_slice(text, i + 2, i + end), variables, count, &part);
            i = ok ? i + end + 1 : text.len;
        } else {
            end = name_end(text, i + 1);
            ok = end > i + 1 && value_of(str_slice(text, i + 1, end), variables, count, &part);
            i = end;
        }
        buf_put(&b, part);
    }
    *out = arena_copy(a, str_trim(buf_str(&b)));
    buf_free(&b);
    return ok;
}
