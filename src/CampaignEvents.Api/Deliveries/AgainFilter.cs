using CampaignEvents.Domain.Deliveries;

namespace CampaignEvents.Api.Deliveries;

/// <summary>Which deliveries are to be sent again; null: whichever.</summary>
/// <param name="Receivers">To whom.</param>
/// <param name="CampaignId">Of which campaign.</param>
/// <param name="FromLine">Of this line and later ones.</param>
/// <param name="State">Where they stand.</param>
/// <param name="Types">Of which types.</param>
/// <param name="Except">But for these.</param>
internal sealed record AgainFilter(
    IReadOnlyList<Guid> Receivers, Guid? CampaignId, long? FromLine, DeliveryState? State, string[]? Types, Guid[] Except)
{
    /// <summary>The condition, with a question mark for each of the values.</summary>
    public (string Where, object[] Values) ToSql()
    {
        (string Sql, object? Value)[] parts =
        [
            ("receiver_id = ANY(?)", Receivers.ToArray()), ("campaign_id = ?", CampaignId), ("line >= ?", FromLine),
            ("state = ?", (short?)State), ("type = ANY(?)", Types), ("NOT (id = ANY(?))", Except),
        ];
        var asked = parts.Where(part => part.Value is not null).ToArray();
        return (string.Join(" AND ", asked.Select(part => part.Sql)), [.. asked.Select(part => part.Value!)]);
    }
}
