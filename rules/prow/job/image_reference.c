#include "rules/prow/job/image_reference.h"

#include "base/ascii.h"

enum { LONGEST_TAG = 128, LONGEST_NAME = 255, SHA256_DIGITS = 64, LEAST_DIGITS = 32 };

static bool is_capital(char c)
{
    return is_letter(c) && !(c & 0x20);
}

static bool is_name_char(char c)
{
    return is_digit(c) || (is_letter(c) && !is_capital(c));
}

static bool is_word(char c)
{
    return is_digit(c) || is_letter(c) || c == '_';
}

/* Separators between letters of a path: one ".", one or two "_", any number of "-". */
static bool is_separator(struct str s)
{
    size_t dashes = 0;

    while (dashes < s.len && s.p[dashes] == '-')
        dashes++;
    return dashes == s.len || str_eq(s, STR(".")) || str_eq(s, STR("_")) || str_eq(s, STR("__"));
}

static bool is_path_part(struct str s)
{
    size_t i = 0;

    if (s.len == 0 || !is_name_char(s.p[0]) || !is_name_char(s.p[s.len - 1]))
        return false;
    while (i < s.len) {
        size_t start;
        while (i < s.len && is_name_char(s.p[i]))
            i++;
        start = i;
        while (i < s.len && !is_name_char(s.p[i]))
            i++;
        if (!is_separator(str_slice(s, start, i)))
            return false;
    }
    return true;
}

/* A host name with an optional port, also an IPv6 address in brackets. */
static bool is_host(struct str s)
{
    struct str host, port;
    bool has_port = s.len && s.p[0] != '[' && str_cut(s, ':', &host, &port);

    if (s.len && s.p[0] == '[')
        return str_find_char(s, ']') != SIZE_MAX;
    if (!has_port)
        host = s;
    for (size_t i = 0; has_port && i < port.len; i++)
        if (!is_digit(port.p[i]))
            return false;
    for (size_t i = 0; i < host.len; i++)
        if (!is_digit(host.p[i]) && !is_letter(host.p[i]) && host.p[i] != '-' && host.p[i] != '.')
            return false;
    return host.len > 0 && (!has_port || port.len > 0);
}

/* Whether the first part of a name is a registry: Docker's rule. */
static bool looks_like_host(struct str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.p[i] == '.' || s.p[i] == ':' || is_capital(s.p[i]))
            return true;
    return str_eq(s, STR("localhost"));
}

static const char *fault_of_part(struct str part)
{
    for (size_t i = 0; i < part.len; i++) {
        if (part.p[i] == ':')
            return "has two tags: a name has one colon before its tag";
        if (is_capital(part.p[i]))
            return "has a capital letter in its name";
        if (part.p[i] == '$' || part.p[i] == '{')
            return "has a variable in it: nobody fills variables into the name of an image";
    }
    return part.len == 0 ? "has an empty part between its slashes"
                         : "is no name: its parts are small letters and digits with \".\", \"_\" or \"-\" between them";
}

static const char *fault_of_name(struct str name)
{
    struct str rest = name, part, tail;
    bool more = str_cut(rest, '/', &part, &tail);

    if (name.len == 0)
        return "has no name";
    if (name.len > LONGEST_NAME)
        return "has more than 255 bytes";
    if (more && looks_like_host(part)) {
        if (!is_host(part))
            return "begins with something that is no registry";
        rest = tail;
    }
    do {
        more = str_cut(rest, '/', &part, &tail);
        if (!is_path_part(part))
            return fault_of_part(part);
        rest = tail;
    } while (more);
    return NULL;
}

static const char *fault_of_tag(struct str tag)
{
    if (tag.len == 0)
        return "ends with a colon and has no tag";
    if (tag.len > LONGEST_TAG)
        return "has a tag of more than 128 bytes";
    for (size_t i = 0; i < tag.len; i++)
        if (!is_word(tag.p[i]) && (i == 0 || (tag.p[i] != '.' && tag.p[i] != '-')))
            return "has a tag that is none: letters, digits, \"_\", \".\" and \"-\", the first no \".\" or \"-\"";
    return NULL;
}

static const char *fault_of_digest(struct str digest)
{
    struct str algorithm, hex;

    if (str_find_char(digest, '@') != SIZE_MAX)
        return "has two digests";
    if (!str_cut(digest, ':', &algorithm, &hex) || algorithm.len == 0)
        return "has a digest without an algorithm, as in sha256:...";
    for (size_t i = 0; i < hex.len; i++)
        if (!is_digit(hex.p[i]) && !(hex.p[i] >= 'a' && hex.p[i] <= 'f'))
            return "has a digest that is not hexadecimal in small letters";
    if (str_eq(algorithm, STR("sha256")) ? hex.len != SHA256_DIGITS : hex.len < LEAST_DIGITS)
        return "has a digest of the wrong length: sha256 has 64 digits";
    return NULL;
}

bool image_reference_parse(struct str text, struct image_reference *out, const char **fault)
{
    size_t colon, slash;
    bool has_digest = str_cut(text, '@', &out->name, &out->digest), has_tag;

    for (size_t i = 0; i < text.len; i++)
        if (text.p[i] <= ' ') {
            *fault = "has white space in it";
            return false;
        }
    colon = str_rfind_char(out->name, ':');
    slash = str_rfind_char(out->name, '/');
    has_tag = colon != SIZE_MAX && (slash == SIZE_MAX || colon > slash);
    out->tag = has_tag ? str_from(out->name, colon + 1) : STR("");
    out->name = has_tag ? str_slice(out->name, 0, colon) : out->name;
    *fault = fault_of_name(out->name);
    if (!*fault && has_tag)
        *fault = fault_of_tag(out->tag);
    if (!*fault && has_digest)
        *fault = fault_of_digest(out->digest);
    return !*fault;
}
