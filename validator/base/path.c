#include "base/path.h"

#include <string.h>

static bool is_clean(struct str s)
{
    size_t part = 0;
    bool climbing = s.len && s.p[0] != '/'; /* leading ".." are clean in a relative path */

    if (s.len == 0 || (s.len > 1 && s.p[s.len - 1] == '/'))
        return false;
    for (size_t i = s.p[0] == '/' ? 1 : 0; i <= s.len && s.len > 1; i++) {
        if (i < s.len && s.p[i] != '/') {
            part++;
            continue;
        }
        if (part == 0 || (part == 1 && s.p[i - 1] == '.'))
            return false;
        if (part == 2 && s.p[i - 1] == '.' && s.p[i - 2] == '.') {
            if (!climbing)
                return false;
        } else {
            climbing = false;
        }
        part = 0;
    }
    return true;
}

/* Takes the last element off out[0, n), but not below floor. */
static size_t drop_element(const char *out, size_t n, size_t floor)
{
    while (n > floor && out[n - 1] != '/')
        n--;
    return n > floor ? n - 1 : n;
}

struct str path_clean(struct arena *a, struct str s)
{
    bool rooted = s.len && s.p[0] == '/';
    size_t n = 0, floor;
    char *out;

    if (is_clean(s))
        return s;
    out = arena_take(a, s.len + 2);
    if (rooted)
        out[n++] = '/';
    floor = n;
    for (struct str rest = s, part; rest.len;) {
        str_cut(rest, '/', &part, &rest);
        if (part.len == 0 || str_eq(part, STR(".")))
            continue;
        if (str_eq(part, STR("..")) && n > floor) {
            n = drop_element(out, n, floor);
            continue;
        }
        if (str_eq(part, STR("..")) && rooted)
            continue;
        if (n > (size_t)rooted)
            out[n++] = '/';
        memcpy(out + n, part.p, part.len);
        n += part.len;
        if (str_eq(part, STR("..")))
            floor = n;
    }
    if (n == 0)
        out[n++] = '.';
    return (struct str){ out, n };
}

struct str path_join(struct arena *a, struct str dir, struct str name)
{
    char *both;

    if (dir.len == 0 || name.len == 0) {
        struct str only = dir.len ? dir : name;
        return only.len ? path_clean(a, only) : only;
    }
    both = arena_take(a, dir.len + name.len + 2);
    memcpy(both, dir.p, dir.len);
    both[dir.len] = '/';
    memcpy(both + dir.len + 1, name.p, name.len);
    return path_clean(a, (struct str){ both, dir.len + 1 + name.len });
}

struct str path_base(struct str s)
{
    size_t slash;

    if (s.len == 0)
        return STR(".");
    while (s.len > 1 && s.p[s.len - 1] == '/')
        s.len--;
    if (s.len == 1 && s.p[0] == '/')
        return s;
    slash = str_rfind_char(s, '/');
    return slash == SIZE_MAX ? s : str_from(s, slash + 1);
}

struct str path_dir_part(struct str s)
{
    size_t slash = str_rfind_char(s, '/');

    return str_slice(s, 0, slash == SIZE_MAX ? 0 : slash + 1);
}

struct str path_ext(struct str s)
{
    struct str last = str_from(s, path_dir_part(s).len);
    size_t dot = str_rfind_char(last, '.');

    return dot == SIZE_MAX ? (struct str){ s.p, 0 } : str_from(last, dot);
}

bool path_is_below(struct str path, struct str folder)
{
    folder = str_trim_suffix(folder, STR("/"));
    return str_starts(path, folder) && (path.len == folder.len || path.p[folder.len] == '/');
}

bool path_stays_below(struct str path)
{
    return path.len && path.p[0] != '/' && !str_eq(path, STR("..")) && !str_starts(path, STR("../"));
}

/* The last n elements of a clean absolute path; all of it where there are fewer. */
static struct str last_elements(struct str path, size_t n)
{
    size_t at = path.len;

    while (n > 0 && at > 0) {
        at--;
        n -= path.p[at] == '/';
    }
    return str_trim_prefix(str_from(path, at), STR("/"));
}

/* How often a clean path goes up and nowhere else ("../.."); 0 for any other. */
static size_t only_up(struct str path)
{
    size_t n = 0;

    for (struct str rest = path, part; rest.len; n++) {
        str_cut(rest, '/', &part, &rest);
        if (!str_eq(part, STR("..")))
            return 0;
    }
    return n;
}

/* Whether the clean path is this folder or lies below it; *rest is what follows. */
static bool is_within(struct str path, struct str folder, struct str *rest)
{
    *rest = str_trim_prefix(str_from(path, folder.len < path.len ? folder.len : path.len), STR("/"));
    return path_is_below(path, folder);
}

struct seen_root path_seen_root(struct arena *a, struct str root, struct str cwd)
{
    struct str clean = path_clean(a, root), rest = STR("");
    size_t up = only_up(clean);

    if (cwd.len && up)
        rest = last_elements(cwd, up);
    else if (cwd.len && clean.p[0] == '/' && is_within(clean, cwd, &rest))
        return (struct seen_root){ .prefix = rest.len ? ARENA_JOIN(a, rest, STR("/")) : STR("") };
    else if (str_eq(clean, STR(".")))
        return (struct seen_root){ 0 };
    else if (!cwd.len || clean.p[0] != '/' || !is_within(cwd, clean, &rest))
        return (struct seen_root){ .prefix = ARENA_JOIN(a, clean, str_ends(clean, STR("/")) ? STR("") : STR("/")) };
    return (struct seen_root){ .inside = ARENA_JOIN(a, rest, STR("/")) };
}

struct str path_seen(struct arena *a, const struct seen_root *root, struct str file)
{
    struct str left = root->inside, seen, part, rest;

    if (file.len == 0 || file.p[0] == '/')
        return file;
    if (root->mount.len && str_starts(file, root->mount))
        return path_clean(a, ARENA_JOIN(a, root->mount_prefix, str_from(file, root->mount.len)));
    while (left.len && str_cut(left, '/', &part, &rest) && str_starts(file, str_slice(left, 0, part.len + 1))) {
        file = str_from(file, part.len + 1);
        left = rest;
    }
    for (seen = root->prefix; left.len; str_cut(left, '/', &part, &left))
        seen = ARENA_JOIN(a, seen, STR("../"));
    return seen.len ? path_clean(a, ARENA_JOIN(a, seen, file)) : file;
}
