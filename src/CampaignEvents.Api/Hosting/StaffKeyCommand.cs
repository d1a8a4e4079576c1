using System.CommandLine;

namespace CampaignEvents.Api.Hosting;

/// <summary><c>staff-key</c>, <c>staff-key new</c> and <c>staff-key unseal</c>.</summary>
internal static class StaffKeyCommand
{
    public static Command Create()
    {
        var show = new Command("staff-key", "Print the staff key, where the data folder has a copy.");
        show.SetAction(async (_, cancellation) =>
        {
            await using var session = await CommandSession.OpenAsync(cancellation);
            if (await session.Services.GetRequiredService<StaffKeys>().EnsureAsync() is { } key)
            {
                Console.WriteLine(key);
                return 0;
            }
            await Console.Error.WriteLineAsync("The key is known only by its hash here. Make a new one with: staff-key new");
            return 1;
        });
        var replace = new Command("new", "Make a new staff key and print it; the old one is void within seconds.");
        replace.SetAction(async (_, cancellation) =>
        {
            await using var session = await CommandSession.OpenAsync(cancellation);
            Console.WriteLine(await session.Services.GetRequiredService<StaffKeys>().ReplaceAsync());
            return 0;
        });
        show.Add(replace);
        show.Add(UnsealKeyCommand.Create());
        return show;
    }
}
