using System.CommandLine;
using CampaignEvents.Api.Signatures;

namespace CampaignEvents.Api.Hosting;

/// <summary><c>token SIGNATURE</c>: what the signatory is sent to confirm or withdraw with.</summary>
internal static class TokenCommand
{
    public static Command Create()
    {
        var signature = new Argument<Guid>("signature") { Description = "The signature's id." };
        var command = new Command("token", "Print the token by which a signatory confirms or withdraws a signature.") { signature };
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var session = await CommandSession.OpenAsync(cancellation);
            Console.WriteLine(session.Services.GetRequiredService<SignatureTokens>().For(parsed.GetValue(signature)));
            return 0;
        });
        return command;
    }
}
