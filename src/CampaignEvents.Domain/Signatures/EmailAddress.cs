using System.Globalization;
using System.Text;

namespace CampaignEvents.Domain.Signatures;

/// <summary>E-mail addresses: whether one is well formed, and when two mean the same mailbox.</summary>
public static class EmailAddress
{
    /// <summary>RFC 5321, section 4.5.3.1, less the angle brackets.</summary>
    public const int MaximumLength = 254;

    private static readonly IdnMapping _idn = new() { UseStd3AsciiRules = true };

    /// <summary>What is wrong with an address; nothing when it can be signed with.</summary>
    public static IEnumerable<Problem> Problems(string? email)
    {
        var found = Text.Check("email", email, MaximumLength, required: true).ToArray();
        return found.Length > 0 || Normalize(email!) is not null ? found : [new("email", "is not an e-mail address")];
    }

    /// <summary>
    /// The form that stands for every spelling of one mailbox: trimmed, NFKC, lower case, domain in punycode, without
    /// <c>+tag</c>, and for gmail.com and googlemail.com without dots. Null when malformed.
    /// </summary>
    public static string? Normalize(string email)
    {
        if (Split(email) is not var (local, domain))
            return null;
        var tag = local.IndexOf('+', StringComparison.Ordinal);
        if (tag >= 0)
            local = local[..tag].TrimEnd('.');
        if (domain is "gmail.com" or "googlemail.com")
            local = local.Replace(".", "", StringComparison.Ordinal);
        return local.Length > 0 ? $"{local}@{domain}" : null;
    }

    /// <summary>The address as typed but for case, width and white space around it. Null when malformed.</summary>
    public static string? Mailbox(string email) => Split(email) is var (local, domain) ? $"{local}@{domain}" : null;

    private static (string Local, string Domain)? Split(string email)
    {
        var folded = Fold(email.Trim());
        if (folded is null)
            return null;
        var at = folded.LastIndexOf('@');
        if (at is < 1 or > 64)
            return null;
        var local = folded[..at];
        var domain = AsciiDomain(folded[(at + 1)..]);
        return domain is not null && local.All(IsLocal) && local[0] != '.' && local[^1] != '.' &&
               !local.Contains("..", StringComparison.Ordinal) && local.Length + 1 + domain.Length <= MaximumLength
            ? (local, domain)
            : null;
    }

    // Folding can undo composition and composition can undo folding, so it goes on until nothing changes.
    private static string? Fold(string value)
    {
        try
        {
            for (var rounds = 0; rounds < 4; rounds++)
            {
                var next = value.Normalize(NormalizationForm.FormKC).ToLowerInvariant();
                if (next == value)
                    return value;
                value = next;
            }
            return value;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static string? AsciiDomain(string domain)
    {
        try
        {
            var ascii = _idn.GetAscii(domain).ToLowerInvariant();
            return ascii.Contains('.', StringComparison.Ordinal) && ascii[^1] != '.' && char.IsAsciiLetter(ascii[ascii.LastIndexOf('.') + 1])
                ? ascii
                : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static bool IsLocal(char c) =>
        char.IsLetterOrDigit(c) || char.IsSurrogate(c) || char.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark ||
        "!#$%&'*+-/=?^_`{|}~.".Contains(c, StringComparison.Ordinal);
}
