#include "lsp/uri.h"

#include "base/path.h"
#include "syntax/scalar/urlescape.h"

bool uri_path(struct arena *a, const char *uri, struct str *path)
{
    struct str text = str_c(uri), error, host;

    if (!str_starts(text, STR("file://")))
        return false;
    text = str_from(text, sizeof "file://" - 1);
    host = str_slice(text, 0, str_find_char(text, '/'));
    if (host.len && !str_eq(host, STR("localhost")))
        return false;
    if (!url_unescape(str_from(text, host.len), URL_PATH, a, &text, &error) || !str_starts(text, STR("/")) ||
        str_find_char(text, '\0') != SIZE_MAX)
        return false;
    *path = path_clean(a, text);
    return true;
}

struct str uri_of(struct arena *a, struct str path)
{
    return ARENA_JOIN(a, STR("file://"), url_escape(path, URL_PATH, a));
}
