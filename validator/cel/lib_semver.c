/* Semantic versions: Kubernetes' library over blang/semver, and ARO-Tools' over golang.org/x/mod/semver. */
#include "cel/cost.h"
#include "cel/opaque.h"
#include "cel/run.h"
#include "syntax/scalar/goquote.h"

static bool is_number(struct str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
    return s.len > 0;
}

static int compare_numbers(struct str a, struct str b)
{
    if (a.len != b.len)
        return a.len < b.len ? -1 : 1;
    return str_cmp(a, b);
}

static int compare_identifiers(struct str a, struct str b)
{
    bool na = is_number(a), nb = is_number(b);

    if (na && nb)
        return compare_numbers(a, b);
    if (na != nb)
        return na ? -1 : 1;
    return str_cmp(a, b);
}

static int compare_pre(struct str a, struct str b)
{
    struct str x, y;
    bool more_a, more_b;
    int c;

    if (a.len == 0 || b.len == 0)
        return a.len == b.len ? 0 : a.len ? -1 : 1;
    do {
        more_a = str_cut(a, '.', &x, &a);
        more_b = str_cut(b, '.', &y, &b);
        c = compare_identifiers(x, y);
        if (c)
            return c < 0 ? -1 : 1;
    } while (more_a && more_b);
    return more_a - more_b;
}

int cel_semver_compare(const struct cel_semver *a, const struct cel_semver *b)
{
    if (a->major != b->major)
        return a->major < b->major ? -1 : 1;
    if (a->minor != b->minor)
        return a->minor < b->minor ? -1 : 1;
    if (a->patch != b->patch)
        return a->patch < b->patch ? -1 : 1;
    return compare_pre(a->pre, b->pre);
}

static bool read_number(struct arena *a, struct str s, const char *what, uint64_t *n, struct str *error)
{
    *n = 0;
    if (!is_number(s)) {
        *error = ARENA_JOIN(a, STR("Invalid character(s) found in "), str_c(what), STR(" number "), go_quote(a, s));
        return false;
    }
    if (s.len > 1 && s.p[0] == '0') {
        char upper[8];
        size_t len = strlen(what);
        memcpy(upper, what, len);
        upper[0] = (char)(upper[0] - 32);
        *error = ARENA_JOIN(a, (struct str){ arena_copy(a, (struct str){ upper, len }).p, len },
                            STR(" number must not contain leading zeroes "), go_quote(a, s));
        return false;
    }
    for (size_t i = 0; i < s.len; i++)
        if (__builtin_mul_overflow(*n, 10, n) || __builtin_add_overflow(*n, (uint64_t)(s.p[i] - '0'), n)) {
            *error = ARENA_JOIN(a, STR("strconv.ParseUint: parsing "), go_quote(a, s), STR(": value out of range"));
            return false;
        }
    return true;
}

/* Identifiers of a pre-release or a build. */
static bool check_identifiers(struct arena *a, struct str s, bool build, struct str *error)
{
    struct str part;
    bool more;

    do {
        more = str_cut(s, '.', &part, &s);
        if (part.len == 0) {
            *error = build ? STR("Build meta data is empty") : STR("Prerelease is empty");
            return false;
        }
        for (size_t i = 0; i < part.len; i++) {
            char c = part.p[i];
            if (!((c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') || c == '-')) {
                *error = ARENA_JOIN(a,
                                    build ? STR("Invalid character(s) found in build meta data ")
                                          : STR("Invalid character(s) found in prerelease "),
                                    go_quote(a, part));
                return false;
            }
        }
        if (!build && is_number(part) && part.len > 1 && part.p[0] == '0') {
            *error =
                ARENA_JOIN(a, STR("Numeric PreRelease version must not contain leading zeroes "), go_quote(a, part));
            return false;
        }
    } while (more);
    return true;
}

/* blang/semver's Parse. */
static bool read_strict(struct arena *a, struct str s, struct cel_semver *v, struct str *error)
{
    struct str major, minor, rest, patch;
    size_t plus, dash;

    *v = (struct cel_semver){ 0 };
    if (s.len == 0) {
        *error = STR("Version string empty");
        return false;
    }
    if (!str_cut(s, '.', &major, &rest) || !str_cut(rest, '.', &minor, &rest)) {
        *error = STR("No Major.Minor.Patch elements found");
        return false;
    }
    if (!read_number(a, major, "major", &v->major, error) || !read_number(a, minor, "minor", &v->minor, error))
        return false;
    plus = str_find_char(rest, '+');
    if (plus != SIZE_MAX) {
        v->build = str_from(rest, plus + 1);
        rest = str_slice(rest, 0, plus);
    }
    dash = str_find_char(rest, '-');
    patch = str_slice(rest, 0, dash);
    if (dash != SIZE_MAX)
        v->pre = str_from(rest, dash + 1);
    return read_number(a, patch, "patch", &v->patch, error) &&
           (dash == SIZE_MAX || check_identifiers(a, v->pre, false, error)) &&
           (plus == SIZE_MAX || check_identifiers(a, v->build, true, error));
}

/* Without "v" in front, zeros in front of numbers, or parts that are left out. */
static bool read_tolerant(struct arena *a, struct str s, struct cel_semver *v, struct str *error)
{
    struct str parts[3] = { STR("0"), STR("0"), STR("0") };
    size_t n = 0;
    bool more = true;

    for (s = str_trim_prefix(s, STR("v")); more && n < 3; n++) {
        if (n == 2) {
            parts[n] = s;
            more = false;
        } else {
            more = str_cut(s, '.', &parts[n], &s);
        }
        struct str p = parts[n];
        if (p.len > 1) {
            while (p.len && p.p[0] == '0')
                p = str_from(p, 1);
            parts[n] = p.len == 0 || p.p[0] < '0' || p.p[0] > '9' ? ARENA_JOIN(a, STR("0"), p) : p;
        }
    }
    if (n < 3 && (str_find_char(parts[n - 1], '+') != SIZE_MAX || str_find_char(parts[n - 1], '-') != SIZE_MAX)) {
        *error = STR("short version cannot contain PreRelease/Build meta data");
        return false;
    }
    return read_strict(a, ARENA_JOIN(a, parts[0], STR("."), parts[1], STR("."), parts[2]), v, error);
}

static bool read_version(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_semver *v,
                         struct str *error)
{
    return n == 2 && args[1].b ? read_tolerant(run->arena, cel_text(&args[0]), v, error)
                               : read_strict(run->arena, cel_text(&args[0]), v, error);
}

static void semver_of(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    struct cel_semver *v = ARENA_NEW(run->arena, struct cel_semver);
    struct str error;

    if (read_version(run, args, n, v, &error))
        *out = cel_object(CEL_OPAQUE_SEMVER, v);
    else
        cel_fail(run, out, error);
}

static void is_semver(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    struct cel_semver v;
    struct str error;

    *out = cel_bool(read_version(run, args, n, &v, &error));
}

static const struct cel_semver *version_in(const struct cel_value *v)
{
    return v->object;
}

static void major(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    (void)run;
    (void)n;
    *out = cel_int((int64_t)version_in(&args[0])->major);
}

static void minor(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    (void)run;
    (void)n;
    *out = cel_int((int64_t)version_in(&args[0])->minor);
}

static void patch(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    (void)run;
    (void)n;
    *out = cel_int((int64_t)version_in(&args[0])->patch);
}

static void compare_to(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    (void)run;
    (void)n;
    *out = cel_int(cel_semver_compare(version_in(&args[0]), version_in(&args[1])));
}

static void is_greater(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    (void)run;
    (void)n;
    *out = cel_bool(cel_semver_compare(version_in(&args[0]), version_in(&args[1])) > 0);
}

static void is_less(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    (void)run;
    (void)n;
    *out = cel_bool(cel_semver_compare(version_in(&args[0]), version_in(&args[1])) < 0);
}

#define V "kubernetes.Semver"

const struct cel_decl cel_decls_k8s_semver[] = {
    { "semver", "string_to_semver", "string>" V, semver_of, cel_cost_scan },
    { "isSemver", "is_semver_string", "string>bool", is_semver, cel_cost_scan },
    { "isGreaterThan", "semver_is_greater_than", "." V "," V ">bool", is_greater, NULL },
    { "isLessThan", "semver_is_less_than", "." V "," V ">bool", is_less, NULL },
    { "compareTo", "semver_compare_to", "." V "," V ">int", compare_to, NULL },
    { "major", "semver_major", "." V ">int", major, NULL },
    { "minor", "semver_minor", "." V ">int", minor, NULL },
    { "patch", "semver_patch", "." V ">int", patch, NULL },
    { "semver", "string_bool_to_semver", "string,bool>" V, semver_of, cel_cost_scan },
    { "isSemver", "is_semver_string_bool", "string,bool>bool", is_semver, cel_cost_scan },
    { NULL, NULL, NULL, NULL, NULL },
};

/* golang.org/x/mod/semver with an optional "v": shorter versions are filled up with zeros, the build is dropped, and
 * versions are ordered by the comparison operators. */
static bool read_aro(struct arena *a, struct str s, struct cel_semver *v)
{
    struct str rest = str_trim_prefix(s, STR("v")), error;
    size_t end = 0, dots = 0;

    while (end < rest.len && rest.p[end] != '-' && rest.p[end] != '+')
        dots += rest.p[end++] == '.';
    if (dots < 2 && end < rest.len)
        return false;
    for (; dots < 2; dots++)
        rest = ARENA_JOIN(a, rest, STR(".0"));
    if (!read_strict(a, rest, v, &error))
        return false;
    v->build = STR("");
    return true;
}

static void aro_semver(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    struct cel_semver *v = ARENA_NEW(run->arena, struct cel_semver);

    (void)n;
    if (read_aro(run->arena, cel_text(&args[0]), v))
        *out = cel_object(CEL_OPAQUE_SEMVER, v);
    else
        cel_fail(run, out, ARENA_JOIN(run->arena, STR("invalid semver: "), cel_text(&args[0])));
}

static void aro_is_semver(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    struct cel_semver v;

    (void)n;
    *out = cel_bool(read_aro(run->arena, cel_text(&args[0]), &v));
}

const struct cel_decl cel_decls_aro[] = {
    { "semver", "string_to_semver", "string>" V, aro_semver, cel_cost_scan },
    { "isSemver", "is_semver_string", "string>bool", aro_is_semver, cel_cost_scan },
    { "major", "semver_major", "." V ">int", major, NULL },
    { "minor", "semver_minor", "." V ">int", minor, NULL },
    { "patch", "semver_patch", "." V ">int", patch, NULL },
    { "compareTo", "semver_compare_to", "." V "," V ">int", compare_to, NULL },
    { "_<_", "less_semver", V "," V ">bool", NULL, NULL },
    { "_<=_", "less_equals_semver", V "," V ">bool", NULL, NULL },
    { "_>_", "greater_semver", V "," V ">bool", NULL, NULL },
    { "_>=_", "greater_equals_semver", V "," V ">bool", NULL, NULL },
    { NULL, NULL, NULL, NULL, NULL },
};
