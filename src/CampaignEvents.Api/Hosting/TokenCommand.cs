using System.CommandLine;
using CampaignEvents.Api.Ledger;
using CampaignEvents.Api.Signatures;
using Npgsql;

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
            var id = parsed.GetValue(signature);
            await using var known = session.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(
                $"SELECT 1 FROM {LedgerSchema.Signatories} WHERE signature_id = $1");
            known.Parameters.Add(new() { Value = id });
            if (await known.ExecuteScalarAsync(cancellation) is null)
            {
                await Console.Error.WriteLineAsync("There is no such signature.");
                return 1;
            }
            Console.WriteLine(session.Services.GetRequiredService<SignatureTokens>().For(id));
            return 0;
        });
        return command;
    }
}
