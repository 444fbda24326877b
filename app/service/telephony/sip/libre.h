// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <QByteArrayView>
#include <QtTypes>

extern "C" {
#include <re.h>
}

// libre is C: its objects are counted references, its strings a pointer and a length into the message they came from.
// Whatever has to do with it happens on the one thread that runs its loop.

namespace knock::telephony {

struct Dereference {
    void operator()(void *object) const { mem_deref(object); }
};

/// One reference to an object of libre.
template <typename T>
using Held = std::unique_ptr<T, Dereference>;

[[nodiscard]] inline QByteArrayView view(const pl &text)
{
    return text.p == nullptr ? QByteArrayView() : QByteArrayView(text.p, static_cast<qsizetype>(text.l));
}

/// What is left to read in a buffer; at the head of a message this is its body.
[[nodiscard]] inline QByteArrayView view(const mbuf *buffer)
{
    return {reinterpret_cast<const char *>(mbuf_buf(buffer)), static_cast<qsizetype>(mbuf_get_left(buffer))};
}

/// A buffer that holds \a bytes and stands at their beginning.
[[nodiscard]] inline Held<mbuf> buffer(QByteArrayView bytes)
{
    Held<mbuf> copy(mbuf_alloc(static_cast<size_t>(bytes.size()) + 1));
    mbuf_write_mem(copy.get(), reinterpret_cast<const uint8_t *>(bytes.data()), static_cast<size_t>(bytes.size()));
    mbuf_set_pos(copy.get(), 0);
    return copy;
}

} // namespace knock::telephony
