namespace CampaignEvents.Domain.Shares;

/// <summary>A channel's name: lower-case letters, digits, dot, hyphen and underscore, 1 to 32 characters.</summary>
public static class Channel
{
    public static IEnumerable<Problem> Problems(string? channel, bool required = false)
    {
        if (string.IsNullOrEmpty(channel))
            return required ? [new("channel", "is required")] : [];
        return channel.Length <= 32 && channel.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '-' or '_')
            ? []
            : [new("channel", "must be lower-case letters, digits, dots, hyphens and underscores, at most 32")];
    }
}
