// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/core/error.h"

#include <QHash>
#include <QStringList>

namespace knock::desk {

/// What both sides can say without writing it, each in their own language. A phrase goes by its id.
class PhraseBook
{
public:
    /// Reads book.json and the words beside it, one LL.json for each language: resources/phrases/book/README.md.
    [[nodiscard]] static Result<PhraseBook> read(const QString &folder);

    /// Those of the operator, in the order of the book.
    [[nodiscard]] const QStringList &phrases() const { return m_phrases; }
    /// The book's language for what a phone prefers (BCP 47): "vi" for "vi-VN"; empty when it has none.
    [[nodiscard]] QString languageFor(const QString &tag) const;
    /// Empty when the book has no such phrase or language.
    [[nodiscard]] QString text(const QString &phrase, const QString &language) const;
    /// Nobody whose language it is has read its words.
    [[nodiscard]] bool isDrafted(const QString &language) const;

private:
    struct Words {
        bool checked = false;
        QHash<QString, QString> texts; ///< by phrase
    };

    Result<> add(const QString &language, const QString &file);

    QStringList m_phrases;
    QHash<QString, Words> m_words; ///< by language
};

} // namespace knock::desk
