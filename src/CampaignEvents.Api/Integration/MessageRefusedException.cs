namespace CampaignEvents.Api.Integration;

/// <summary>A message that will not be recorded, however often it comes. The bus puts it aside; of its content nothing is said.</summary>
/// <param name="code">A refusal's, or <c>invalid-</c> and the field.</param>
internal sealed class MessageRefusedException(string code) : Exception($"The message was refused: {code}.")
{
    public string Code => code;
}
